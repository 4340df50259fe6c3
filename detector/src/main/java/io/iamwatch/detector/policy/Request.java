package io.iamwatch.detector.policy;

import java.util.Set;

/**
 * What is asked of the policies, but for the resource.
 *
 * @param action null for every action at once
 * @param services service principals to which a role is passed; empty for other actions
 * @param policyArn the managed policy that is detached; null where the caller could choose it
 */
record Request(Action action, Set<String> services, String policyArn) {

    static final Request EVERYTHING = new Request(null, Set.of(), null);

    static Request of(Action action) {
        return new Request(action, Set.of(), null);
    }

    static Request passingRoleTo(Set<String> services) {
        return new Request(Action.PASS_ROLE, services, null);
    }

    static Request detaching(Action action, String policyArn) {
        return new Request(action, Set.of(), policyArn);
    }

    boolean isEverything() {
        return action == null;
    }

    boolean goesToIam() {
        return action == null || action.isOfIam();
    }
}
