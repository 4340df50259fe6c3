package io.iamwatch.detector.policy;

import java.util.List;

/**
 * One statement of a policy, ready to be asked.
 *
 * @param allows whether its effect is Allow
 * @param principals of whom a trust policy speaks
 */
public record Statement(boolean allows, ActionSet actions, ResourceSet resources, Principals principals,
        List<Condition> conditions) {

    /** Returns whether it speaks of this request for this resource. */
    Certainty appliesTo(Request request, String resource, Subject subject) {
        if (!actions.known().contains(request.action())) {
            return Certainty.NO;
        }
        Certainty matches = resources.matches(resource, subject);
        return matches.isPossible() ? matches.and(conditionsHold(request, subject)) : matches;
    }

    /** Returns whether it speaks of this request for every resource of a space. */
    Certainty appliesToAll(Request request, Glob space, Subject subject) {
        if (!actions.known().contains(request.action())) {
            return Certainty.NO;
        }
        Certainty covers = resources.covers(space, subject);
        return covers.isPossible() ? covers.and(conditionsHold(request, subject)) : covers;
    }

    /** Returns whether nobody can speak of all the space any more if this statement denies. */
    boolean takesFromAll(Request request, Glob space, Subject subject) {
        return actions.known().contains(request.action()) && resources.bitesInto(space, subject)
                && conditionsHold(request, subject) == Certainty.YES;
    }

    /** Returns whether there is a request that it surely speaks of. */
    boolean surelyAppliesToSomething(Subject subject) {
        return !actions.isNothing() && !resources.isNothing(subject)
                && conditionsHold(Request.EVERYTHING, subject) == Certainty.YES;
    }

    /** Returns whether all its conditions hold. */
    Certainty conditionsHold(Request request, Subject subject) {
        Certainty all = Certainty.YES;
        if (!conditions.isEmpty()) {
            boolean onEverything = actions.isEverything() && resources.isEverything(subject);
            for (Condition condition : conditions) {
                all = all.and(condition.holds(request, subject, onEverything));
            }
        }
        return all;
    }
}
