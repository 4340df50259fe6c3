package io.iamwatch.detector.policy;

import java.util.EnumSet;
import java.util.Set;

/** The ways to an administrator's rights that lead through a service. */
final class Indirection {

    private static final Set<Action> IDENTITY_CENTER = EnumSet.range(Action.SSO_CREATE_ASSIGNMENT,
            Action.IDENTITYSTORE_UPDATE_USER);

    private final Access access;
    private final Subject subject;
    private final Surroundings surroundings;

    Indirection(Access access, Surroundings surroundings) {
        this.access = access;
        this.surroundings = surroundings;
        this.subject = access.subject();
    }

    void offerTo(Best best) {
        if (access.reaches(Action.PASS_ROLE)) {
            Compute.ALL.forEach(compute -> offerPassRole(compute, best));
        }
        if (access.reaches(Action.ASSUME_ROLE) && !best.isCertain()) {
            offerAssumeRole(best);
        }
        offerRunningCode(best);
        for (Action action : IDENTITY_CENTER) {
            if (!best.isCertain()) {
                best.offer(Clause.INDIRECT_IDENTITY_CENTER, anywhere(action));
            }
        }
    }

    private void offerPassRole(Compute compute, Best best) {
        if (best.isCertain() || !access.reachesAny(compute.actions())) {
            return;
        }
        Ruling passing = passing(Request.passingRoleTo(compute.services()));
        if (passing.isPossible()) {
            compute.actions().forEach(action -> best.offer(Clause.INDIRECT_PASS_ROLE, passing.and(anywhere(action))));
        }
    }

    /** A role of no particular name, or one known to be an administrator: to pass a few named ones is what jobs do. */
    private Ruling passing(Request request) {
        Ruling best = access.on(request, subject.every("role").example());
        for (Surroundings.Principal admin : surroundings.adminRoles()) {
            if (RoleArns.isFree(admin.arn())) {
                best = best.or(access.on(request, admin.arn()));
            }
        }
        return best;
    }

    private Ruling anywhere(Action action) {
        return access.somewhere(subject.everythingOf(action), resource -> true, Request.of(action));
    }

    private void offerAssumeRole(Best best) {
        Glob everyRole = RoleArns.everyRole(subject.partition());
        for (Cause allow : access.allows()) {
            if (allow.statement().actions().known().contains(Action.ASSUME_ROLE)) {
                allow.statement().resources().globs(subject).stream()
                        .filter(pattern -> !RoleArns.namesOneRole(pattern))
                        .flatMap(pattern -> pattern.meet(everyRole).stream()).map(Glob::example)
                        .filter(RoleArns::isFree)
                        .forEach(role -> best.offer(Clause.INDIRECT_ASSUME_ROLE, access.on(Action.ASSUME_ROLE, role)));
            }
        }
    }

    private void offerRunningCode(Best best) {
        best.offer(Clause.INDIRECT_RUNNING_CODE, onEvery(Action.LAMBDA_UPDATE_FUNCTION_CODE));
        best.offer(Clause.INDIRECT_RUNNING_CODE, onEvery(Action.SSM_SEND_COMMAND));
        best.offer(Clause.INDIRECT_RUNNING_CODE, onEvery(Action.SSM_START_SESSION));
        best.offer(Clause.INDIRECT_RUNNING_CODE, onEvery(Action.CLOUDFORMATION_UPDATE_STACK));
        best.offer(Clause.INDIRECT_RUNNING_CODE, onEvery(Action.CLOUDFORMATION_CREATE_CHANGE_SET)
                .and(onEvery(Action.CLOUDFORMATION_EXECUTE_CHANGE_SET)));
    }

    private Ruling onEvery(Action action) {
        return access.everywhere(Request.of(action), Glob.EVERY_RESOURCE);
    }
}
