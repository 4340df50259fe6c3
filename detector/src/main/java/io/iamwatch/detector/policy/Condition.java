package io.iamwatch.detector.policy;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One key of a statement's condition.
 *
 * @param operator null for one that does not compare text
 * @param key in lower case
 */
record Condition(Operator operator, String key, List<Template> values) {

    private static final Set<String> OF_THE_PRINCIPAL = Set.of("aws:username", "aws:userid", "aws:principalarn",
            "aws:principalaccount", "aws:principaltype");

    /**
     * Returns whether it holds for a request.
     *
     * @param onEverything whether the statement is about every action on every resource: only then it counts what a
     *     service may do on the caller's behalf
     */
    Certainty holds(Request request, Subject subject, boolean onEverything) {
        if (operator == null) {
            return Certainty.PERHAPS;
        }
        if (OF_THE_PRINCIPAL.contains(key)) {
            Subject.Value value = subject.value(key);
            return value.known() ? operator.test(value.text(), values, subject) : Certainty.PERHAPS;
        }
        return switch (key) {
            case "iam:policyarn" -> policyArn(request, subject);
            case "iam:permissionsboundary" -> boundary(subject);
            case "iam:passedtoservice" -> passedTo(request, subject);
            case "aws:requestedregion" -> region(request, subject);
            case "aws:viaawsservice" -> direct("false", subject, onEverything);
            case "aws:calledvia", "aws:calledviafirst", "aws:calledvialast" -> direct(null, subject, onEverything);
            default -> Certainty.PERHAPS;
        };
    }

    /** Returns whether it is about which managed policy is attached, or is the boundary. */
    boolean isOnPolicies() {
        return operator != null && (key.equals("iam:policyarn") || key.equals("iam:permissionsboundary"));
    }

    /** Returns patterns that have among them every policy that may be admitted. */
    List<Glob> admitted(Subject subject) {
        return operator.isPositive()
                ? values.stream().map(value -> value.fill(subject).glob()).filter(Objects::nonNull).toList()
                : List.of(Glob.ANYTHING);
    }

    /** The caller chooses the policy to attach: what counts is whether it may be an administrator's. */
    private Certainty policyArn(Request request, Subject subject) {
        if (!request.isEverything() && !request.action().namesManagedPolicy()) {
            return operator.test(null, values, subject);
        }
        if (request.policyArn() != null) {
            return operator.test(request.policyArn(), values, subject);
        }
        return admitsAdministrator(subject) || admitsOwn(subject, policy -> true) ? Certainty.PERHAPS : Certainty.NO;
    }

    private boolean admitsAdministrator(Subject subject) {
        return operator.negated()
                ? admitsAny(AwsManagedPolicies.wellKnownAdministrators(subject.partition()), subject)
                : admitsAny(AwsManagedPolicies.administrators(subject.partition()), subject)
                        || values.stream().anyMatch(value -> AwsManagedPolicies.isAdministrators(value.toString()));
    }

    private boolean admitsAny(List<String> arns, Subject subject) {
        return arns.stream().anyMatch(arn -> operator.test(arn, values, subject).isPossible());
    }

    private boolean admitsOwn(Subject subject, Predicate<Surroundings.AdminPolicy> wanted) {
        return subject.adminPolicies().stream().filter(wanted)
                .anyMatch(policy -> operator.test(policy.arn(), values, subject).isPossible());
    }

    /** Where nothing demands a boundary, a target without one is as good; otherwise it must leave administrators be. */
    private Certainty boundary(Subject subject) {
        if (!operator.isPositive()) {
            return Certainty.PERHAPS;
        }
        boolean admits = admitsAdministrator(subject)
                || admitsOwn(subject, Surroundings.AdminPolicy::allowsEverything);
        return admits ? Certainty.PERHAPS : Certainty.NO;
    }

    private Certainty passedTo(Request request, Subject subject) {
        if (request.action() != Action.PASS_ROLE) {
            Certainty withoutKey = operator.test(null, values, subject);
            return request.isEverything() ? withoutKey.and(Certainty.PERHAPS) : withoutKey;
        }
        return request.services().stream().map(service -> operator.test(service, values, subject))
                .reduce(Certainty.NO, Certainty::or);
    }

    private Certainty region(Request request, Subject subject) {
        Subject.Value region = subject.iamRegion();
        if (!request.goesToIam() || !region.known()) {
            return Certainty.PERHAPS;
        }
        return operator.test(region.text(), values, subject).and(Certainty.PERHAPS);
    }

    private Certainty direct(String valueOfDirectCall, Subject subject, boolean onEverything) {
        boolean admitsDirectCall = operator.test(valueOfDirectCall, values, subject).isPossible();
        return admitsDirectCall || onEverything ? Certainty.PERHAPS : Certainty.NO;
    }
}
