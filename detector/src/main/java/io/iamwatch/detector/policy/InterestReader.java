package io.iamwatch.detector.policy;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads off a document whom it speaks of. */
final class InterestReader {

    private static final Map<Interest.Kind, Set<Action>> ACTIONS = new EnumMap<>(Map.of(
            Interest.Kind.USER, EnumSet.of(Action.CREATE_ACCESS_KEY, Action.CREATE_LOGIN_PROFILE,
                    Action.UPDATE_LOGIN_PROFILE),
            Interest.Kind.GROUP, EnumSet.of(Action.ADD_USER_TO_GROUP),
            Interest.Kind.ROLE, EnumSet.of(Action.UPDATE_ASSUME_ROLE_POLICY, Action.ATTACH_ROLE_POLICY,
                    Action.PUT_ROLE_POLICY, Action.ASSUME_ROLE, Action.PASS_ROLE),
            Interest.Kind.POLICY, EnumSet.of(Action.CREATE_POLICY_VERSION, Action.SET_DEFAULT_POLICY_VERSION)));

    private final Subject subject;

    InterestReader(String partition, String account, String userName) {
        String arn = "arn:" + partition + ":iam::" + account + ":user/" + userName;
        this.subject = new Subject(partition, account, PrincipalKind.USER, userName, arn, null, List.of());
    }

    Set<Interest> read(Collection<PolicyDocument> documents) {
        Set<Interest> interests = new HashSet<>();
        for (PolicyDocument document : documents) {
            for (Statement statement : document.statements()) {
                if (statement.allows()) {
                    ACTIONS.forEach((kind, actions) -> add(kind, actions, statement, interests));
                    addPoliciesInConditions(statement, interests);
                }
            }
        }
        return interests;
    }

    private void add(Interest.Kind kind, Set<Action> actions, Statement statement, Set<Interest> interests) {
        if (actions.stream().noneMatch(statement.actions().known()::contains)) {
            return;
        }
        Glob space = subject.every(kind.word());
        for (Glob pattern : statement.resources().globs(subject)) {
            if (pattern.meets(space)) {
                interests.add(new Interest(kind, name(pattern)));
            }
        }
    }

    /** A condition may admit one of the account's own policies, which may be, or become, an administrator's. */
    private void addPoliciesInConditions(Statement statement, Set<Interest> interests) {
        Glob space = subject.every("policy");
        for (Condition condition : statement.conditions()) {
            if (condition.isOnPolicies() && !statement.actions().known().isEmpty()) {
                for (Glob pattern : condition.admitted(subject)) {
                    if (pattern.meets(space)) {
                        interests.add(new Interest(Interest.Kind.POLICY_IN_CONDITION, name(pattern)));
                    }
                }
            }
        }
    }

    boolean admits(Collection<PolicyDocument> documents, String policyArn) {
        return documents.stream().flatMap(document -> document.statements().stream()).filter(Statement::allows)
                .flatMap(statement -> statement.conditions().stream()).filter(Condition::isOnPolicies)
                .anyMatch(condition -> condition.admitted(subject).stream().anyMatch(glob -> glob.matches(policyArn)));
    }

    private static String name(Glob pattern) {
        String tokens = pattern.tokens();
        int slash = tokens.lastIndexOf('/');
        Glob last = Glob.ofTokens(tokens.substring(slash + 1));
        return slash >= 0 && last.isLiteral() ? last.tokens().toLowerCase(Locale.ROOT) : Interest.ANY;
    }
}
