package io.iamwatch.detector.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The trust policy of a role: who may assume it. */
public record TrustPolicy(List<Statement> statements) {

    private static final Request ASSUME = Request.of(Action.ASSUME_ROLE);

    /** Parses a trust policy as {@link PolicyDocument#parse} does. Never throws; empty where it is unreadable. */
    public static Optional<TrustPolicy> parse(String text) {
        return PolicyDocument.parse(text).map(document -> new TrustPolicy(document.statements()));
    }

    /**
     * Returns whether it lets this very principal assume the role by naming it, so that the principal needs no policy
     * of its own, and does not deny it.
     *
     * @param arn of a user or a role
     * @param uniqueIdOrNull {@code AIDA…} or {@code AROA…}
     */
    public boolean names(String arn, String uniqueIdOrNull) {
        return naming(Subject.of(arn, uniqueIdOrNull)).isPossible();
    }

    /** Returns whether it leaves it to the account's own policies who may assume the role. */
    public boolean trustsAccount(String account) {
        return assuming(true).anyMatch(statement -> statement.principals().namesAccount(account)
                || statement.principals().isAnyone());
    }

    /** Returns the ARNs and unique ids that it names, and those that its conditions demand, in order. */
    public Set<String> namedPrincipals() {
        Set<String> named = new TreeSet<>();
        assuming(true).flatMap(TrustPolicy::namedIn)
                .filter(principal -> !principal.equals("*") && !principal.endsWith(":root")
                        && !principal.matches("[0-9]{12}"))
                .forEach(named::add);
        return named;
    }

    private static Stream<String> namedIn(Statement statement) {
        if (!statement.principals().isAnyone()) {
            return statement.principals().aws().stream();
        }
        return statement.conditions().stream().filter(TrustPolicy::demandsPrincipal)
                .flatMap(condition -> condition.values().stream()).map(Template::toString);
    }

    /** Returns whether it lets anybody in, or somebody of another account. */
    public boolean trustsForeignOrAnyone(String ownAccount) {
        return assuming(true).anyMatch(statement -> statement.principals().isAnyone()
                || statement.principals().namesOtherThan(ownAccount));
    }

    /** Returns whether it names the principal, with the statement that does. */
    Ruling naming(Subject subject) {
        return ruling(subject, statement -> statement.principals().isAnyone()
                ? !statement.principals().inverted()
                        && statement.conditions().stream().anyMatch(TrustPolicy::demandsPrincipal)
                        && statement.conditionsHold(ASSUME, subject) == Certainty.YES
                : statement.principals().names(subject.arn(), subject.uniqueId()));
    }

    /** Returns whether it trusts the principal's account, with the statement that does. */
    Ruling trusting(Subject subject) {
        return ruling(subject, statement -> statement.principals().isAnyone()
                || statement.principals().namesAccount(subject.account()));
    }

    private Ruling ruling(Subject subject, Predicate<Statement> speaksOf) {
        if (assuming(false).anyMatch(deny -> isMeant(deny.principals(), subject)
                && deny.conditionsHold(ASSUME, subject) == Certainty.YES)) {
            return Ruling.NO;
        }
        Ruling best = Ruling.NO;
        for (Statement statement : assuming(true).filter(speaksOf).toList()) {
            best = best.or(Ruling.of(statement.conditionsHold(ASSUME, subject), new Cause(null, statement)));
        }
        return best;
    }

    private static boolean isMeant(Principals denied, Subject subject) {
        boolean listed = denied.aws().contains("*") || denied.names(subject.arn(), subject.uniqueId());
        return denied.inverted() ? !listed : (listed || denied.namesAccount(subject.account()));
    }

    private static boolean demandsPrincipal(Condition condition) {
        return condition.operator() != null && condition.operator().isPositive()
                && condition.key().equals("aws:principalarn");
    }

    private Stream<Statement> assuming(boolean allows) {
        return statements.stream().filter(statement -> statement.allows() == allows
                && statement.actions().known().contains(Action.ASSUME_ROLE));
    }
}
