package io.iamwatch.detector.policy;

import io.iamwatch.detector.policy.Surroundings.Principal;
import java.util.ArrayList;
import java.util.List;

/** Clause A: it can give itself an administrator's policies. */
final class DirectGrants {

    private final Standpoint standpoint;
    private final Access access;

    DirectGrants(Standpoint standpoint, Access access) {
        this.standpoint = standpoint;
        this.access = access;
    }

    void offerTo(Best best) {
        Subject subject = access.subject();
        OwnActions actions = OwnActions.of(subject.kind());
        best.offer(Clause.A_PUT_OWN_POLICY, access.on(actions.put(), subject.arn()));
        best.offer(Clause.A_ATTACH_OWN_POLICY, access.on(actions.attach(), subject.arn()));
        for (String group : standpoint.ownGroups()) {
            Principal own = new Principal(group.substring(group.lastIndexOf('/') + 1), group);
            best.offer(Clause.A_PUT_GROUP_POLICY, access.on(Action.PUT_GROUP_POLICY, group), own);
            best.offer(Clause.A_ATTACH_GROUP_POLICY, access.on(Action.ATTACH_GROUP_POLICY, group), own);
        }
        for (AttachedPolicy policy : standpoint.attached()) {
            best.offer(Clause.A_POLICY_VERSION, access.on(Action.CREATE_POLICY_VERSION, policy.arn()));
            offerStoredVersions(policy, best);
        }
        if (subject.kind() == PrincipalKind.USER && access.reaches(Action.ADD_USER_TO_GROUP)) {
            offerGroups(best);
        }
    }

    private void offerGroups(Best best) {
        best.offer(Clause.A_JOIN_ANY_GROUP,
                access.everywhere(Request.of(Action.ADD_USER_TO_GROUP), access.subject().every("group")));
        for (Principal group : standpoint.surroundings().adminGroups()) {
            if (!standpoint.ownGroups().contains(group.arn())) {
                best.offer(Clause.A_JOIN_ADMIN_GROUP, access.on(Action.ADD_USER_TO_GROUP, group.arn()), group);
            }
        }
    }

    /** What counts is what the principal would be with the stored version in the place of the live one. */
    private void offerStoredVersions(AttachedPolicy policy, Best best) {
        if (best.isSettled() || policy.storedVersions().isEmpty()) {
            return;
        }
        Ruling ruling = access.on(Action.SET_DEFAULT_POLICY_VERSION, policy.arn());
        if (!ruling.isPossible()) {
            return;
        }
        for (PolicyDocument version : policy.storedVersions()) {
            Verdict then = Grading.gradeAsItStands(with(policy.arn(), version));
            if (then.grade().isAdmin() && !isSo(then)) {
                best.offer(Clause.A_DEFAULT_VERSION,
                        ruling.cappedBy(then.conditional() ? Certainty.PERHAPS : Certainty.YES));
            }
        }
    }

    /** What the principal is anyway is no work of the stored version. */
    private boolean isSo(Verdict then) {
        Verdict now = Grading.gradeAsItStands(standpoint.withoutStoredVersions());
        return now.grade().isAdmin() && (then.conditional() || !now.conditional());
    }

    private Standpoint with(String policyArn, PolicyDocument version) {
        List<LivePolicy> policies = new ArrayList<>(standpoint.policies().size());
        for (LivePolicy live : standpoint.policies()) {
            policies.add(policyArn.equals(live.policyArn())
                    ? new LivePolicy(version, live.deniesHold(), live.holder(), policyArn)
                    : live);
        }
        return standpoint.withPolicies(policies).withoutStoredVersions();
    }
}
