package io.iamwatch.detector.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a principal may do: the union of what its policies allow, less what is denied, capped by its boundary. */
final class Access {

    private final Subject subject;
    private final List<Cause> allows = new ArrayList<>();
    private final List<Statement> denies = new ArrayList<>();
    private final Optional<PolicyDocument> boundary;
    private final Set<Action> reach = EnumSet.noneOf(Action.class);

    Access(Standpoint standpoint) {
        this.subject = Subject.of(standpoint);
        this.boundary = standpoint.boundary();
        for (LivePolicy policy : standpoint.policies()) {
            for (Statement statement : policy.document().statements()) {
                add(policy, statement);
            }
        }
        boundary.ifPresent(this::addBoundary);
    }

    private void add(LivePolicy policy, Statement statement) {
        if (statement.allows()) {
            allows.add(new Cause(policy, statement));
            reach.addAll(statement.actions().known());
        } else if (policy.deniesHold()) {
            denies.add(statement);
        }
    }

    private void addBoundary(PolicyDocument document) {
        reach.retainAll(document.allowedSomewhere());
        document.statements().stream().filter(statement -> !statement.allows()).forEach(denies::add);
    }

    Subject subject() {
        return subject;
    }

    List<Cause> allows() {
        return allows;
    }

    List<Statement> denies() {
        return denies;
    }

    Optional<PolicyDocument> boundary() {
        return boundary;
    }

    /** Returns whether it can be that an action is allowed anywhere: cheap, and true too often. */
    boolean reaches(Action action) {
        return reach.contains(action);
    }

    boolean reachesNothing() {
        return reach.isEmpty();
    }

    boolean reachesAny(Set<Action> actions) {
        return actions.stream().anyMatch(reach::contains);
    }

    Ruling on(Action action, String resource) {
        return on(Request.of(action), resource);
    }

    /** Returns whether a request for one resource is allowed. */
    Ruling on(Request request, String resource) {
        if (!reaches(request.action()) || isDenied(request, resource)) {
            return Ruling.NO;
        }
        Ruling best = Ruling.NO;
        for (int i = 0; i < allows.size() && !best.isCertain(); i++) {
            Cause allow = allows.get(i);
            best = best.or(Ruling.of(allow.statement().appliesTo(request, resource, subject), allow));
        }
        return best.isPossible()
                ? best.cappedBy(cap(statement -> statement.appliesTo(request, resource, subject)))
                : best;
    }

    boolean isDenied(Request request, String resource) {
        for (Statement deny : denies) {
            if (deny.appliesTo(request, resource, subject) == Certainty.YES) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a request is allowed for every resource of a space. */
    Ruling everywhere(Request request, Glob space) {
        if (!reaches(request.action())
                || denies.stream().anyMatch(deny -> deny.takesFromAll(request, space, subject))) {
            return Ruling.NO;
        }
        Ruling best = Ruling.NO;
        for (Cause allow : allows) {
            best = best.or(Ruling.of(allow.statement().appliesToAll(request, space, subject), allow));
        }
        return best.cappedBy(cap(statement -> statement.appliesToAll(request, space, subject)));
    }

    /** Returns whether there is one resource of a space for which all requests are allowed. */
    Ruling somewhere(Glob space, Predicate<String> admissible, Request... requests) {
        for (Request request : requests) {
            if (!reaches(request.action())) {
                return Ruling.NO;
            }
        }
        return new Witness(this, admissible, List.of(requests)).search(space);
    }

    private Certainty cap(Function<Statement, Certainty> allowing) {
        if (boundary.isEmpty()) {
            return Certainty.YES;
        }
        return boundary.get().statements().stream().filter(Statement::allows).map(allowing)
                .reduce(Certainty.NO, Certainty::or);
    }
}
