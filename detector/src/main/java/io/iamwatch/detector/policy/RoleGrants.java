package io.iamwatch.detector.policy;

import io.iamwatch.detector.policy.Surroundings.Principal;
import io.iamwatch.detector.policy.Surroundings.Role;
import java.util.List;
import java.util.Set;

/** Clauses B and D: it can become a role that is an administrator or that it makes one. */
final class RoleGrants {

    private static final List<Action> GRANTS = List.of(Action.ATTACH_ROLE_POLICY, Action.PUT_ROLE_POLICY);

    private final Standpoint standpoint;
    private final Access access;
    private final Subject subject;

    RoleGrants(Standpoint standpoint, Access access) {
        this.standpoint = standpoint;
        this.access = access;
        this.subject = access.subject();
    }

    void offerTo(Best best) {
        Glob everyRole = subject.every("role");
        for (Action grant : GRANTS) {
            best.offer(Clause.B_CREATE_ROLE, access.somewhere(everyRole, RoleArns::isFree,
                    Request.of(Action.CREATE_ROLE), Request.of(grant)));
            best.offer(Clause.B_TRUST_AND_GRANT, access.somewhere(everyRole, this::isAnotherFreeRole,
                    Request.of(Action.UPDATE_ASSUME_ROLE_POLICY), Request.of(grant)));
        }
        best.offer(Clause.B_TRUST_ANY_ROLE,
                access.everywhere(Request.of(Action.UPDATE_ASSUME_ROLE_POLICY), everyRole));
        for (Principal admin : standpoint.surroundings().adminRoles()) {
            if (isAnotherFreeRole(admin.arn())) {
                best.offer(Clause.B_TRUST_ADMIN_ROLE, access.on(Action.UPDATE_ASSUME_ROLE_POLICY, admin.arn()), admin);
            }
        }
        if (access.reachesAny(Set.copyOf(GRANTS)) || access.reaches(Action.CREATE_POLICY_VERSION)) {
            standpoint.surroundings().roles().forEach(role -> offerGrants(role, best));
        }
    }

    private void offerGrants(Role role, Best best) {
        if (!isAnotherFreeRole(role.arn())) {
            return;
        }
        Ruling assume = assuming(role);
        for (Action grant : GRANTS) {
            best.offer(Clause.B_GRANT_TO_ASSUMABLE_ROLE, assume.and(access.on(grant, role.arn())), role.principal());
        }
        Ruling become = assume.or(access.on(Action.UPDATE_ASSUME_ROLE_POLICY, role.arn()));
        for (String policy : role.carriedCustomerPolicyArns()) {
            best.offer(Clause.B_ROLE_POLICY_VERSION, become.and(access.on(Action.CREATE_POLICY_VERSION, policy)),
                    role.principal());
        }
    }

    /** Clause D: what others' trust gives, whatever its own policies say. */
    void offerTrustTo(Best best) {
        for (Role role : standpoint.surroundings().roles()) {
            if (role.admin() && !role.arn().equals(subject.arn())) {
                best.offer(Clause.D_TRUST_NAMES, named(role), role.principal());
                best.offer(Clause.D_TRUST_ACCOUNT, role.trust().trusting(subject).and(assumingByName(role.arn())),
                        role.principal());
            }
        }
    }

    private Ruling assuming(Role role) {
        return named(role).or(role.trust().trusting(subject).and(access.on(Action.ASSUME_ROLE, role.arn())));
    }

    /** A trust policy that names the principal needs no policy on its side; a deny on its side still holds. */
    private Ruling named(Role role) {
        Ruling naming = role.trust().naming(subject.as(role.knownAs()));
        return naming.isPossible() && access.isDenied(Request.of(Action.ASSUME_ROLE), role.arn()) ? Ruling.NO : naming;
    }

    /** A wildcard that happens to reach the role is no sign that the principal is meant to be an administrator. */
    private Ruling assumingByName(String roleArn) {
        Ruling allowed = access.on(Action.ASSUME_ROLE, roleArn);
        if (!allowed.isPossible()) {
            return Ruling.NO;
        }
        Ruling byName = Ruling.NO;
        for (Cause allow : access.allows()) {
            if (namesRole(allow.statement(), roleArn)) {
                byName = byName.or(Ruling.of(
                        allow.statement().appliesTo(Request.of(Action.ASSUME_ROLE), roleArn, subject), allow));
            }
        }
        return byName.cappedBy(allowed.certainty());
    }

    private boolean namesRole(Statement statement, String roleArn) {
        return !statement.resources().inverted() && statement.resources().named(subject).stream()
                .anyMatch(pattern -> pattern.matches(roleArn) && RoleArns.namesOneRole(pattern));
    }

    private boolean isAnotherFreeRole(String arn) {
        return RoleArns.isFree(arn) && !arn.equals(subject.arn());
    }
}
