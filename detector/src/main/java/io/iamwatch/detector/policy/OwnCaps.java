package io.iamwatch.detector.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Clause E: it can remove what keeps it from being an administrator. */
final class OwnCaps {

    private final Standpoint standpoint;
    private final Access access;
    private final OwnActions own;

    /**
     * Something that the principal may remove.
     *
     * @param removed the policies that go with it
     */
    private record Cap(Ruling removal, boolean boundary, List<LivePolicy> removed) {
    }

    OwnCaps(Standpoint standpoint, Access access) {
        this.standpoint = standpoint;
        this.access = access;
        this.own = OwnActions.of(standpoint.kind());
    }

    void offerTo(Best best) {
        List<Cap> caps = removable();
        caps.forEach(cap -> offerWithout(List.of(cap), best));
        if (caps.size() > 1) {
            offerWithout(caps, best);
        }
    }

    private void offerWithout(List<Cap> caps, Best best) {
        if (best.isSettled()) {
            return;
        }
        Predicate<LivePolicy> stays = policy -> caps.stream().noneMatch(cap -> cap.removed().contains(policy));
        Standpoint free = standpoint.withPolicies(standpoint.policies().stream().filter(stays).toList());
        if (caps.stream().anyMatch(Cap::boundary)) {
            free = free.withoutBoundary();
        }
        Verdict then = Grading.gradeAsItStands(free);
        if (then.grade().isAdmin()) {
            Ruling ruling = new Ruling(then.conditional() ? Certainty.PERHAPS : Certainty.YES, then.causes());
            for (Cap cap : caps) {
                ruling = cap.removal().and(ruling);
            }
            best.offer(Clause.E_OWN_CAP, ruling);
        }
    }

    private List<Cap> removable() {
        List<Cap> caps = new ArrayList<>();
        if (standpoint.boundary().isPresent()) {
            caps.add(new Cap(removingBoundary(), true, List.of()));
        }
        for (LivePolicy policy : standpoint.policies()) {
            if (policy.denies() && isOwn(policy)) {
                caps.add(new Cap(removing(policy), false, List.of(policy)));
            }
        }
        if (standpoint.kind() == PrincipalKind.USER) {
            standpoint.groupArns().forEach(group -> addGroup(group, caps));
        }
        return caps.stream().filter(cap -> cap.removal().isPossible()).toList();
    }

    private boolean isOwn(LivePolicy policy) {
        String group = policy.holder().groupArn();
        return group == null || (standpoint.kind() == PrincipalKind.GROUP && group.equals(standpoint.arn()));
    }

    /** Another boundary in its place is as good as none, if the caller may choose it freely. */
    private Ruling removingBoundary() {
        Ruling put = access.on(own.putBoundary(), standpoint.arn());
        return access.on(own.deleteBoundary(), standpoint.arn()).or(put.isCertain() ? put : Ruling.NO);
    }

    private Ruling removing(LivePolicy policy) {
        return policy.holder().inline()
                ? access.on(own.delete(), standpoint.arn())
                : access.on(Request.detaching(own.detach(), policy.policyArn()), standpoint.arn());
    }

    private void addGroup(String group, List<Cap> caps) {
        List<LivePolicy> through = standpoint.policies().stream()
                .filter(policy -> group.equals(policy.holder().groupArn())).toList();
        if (through.stream().anyMatch(LivePolicy::denies)) {
            caps.add(new Cap(access.on(Action.REMOVE_USER_FROM_GROUP, group), false, through));
        }
    }
}
