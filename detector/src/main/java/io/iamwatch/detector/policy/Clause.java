package io.iamwatch.detector.policy;

import io.iamwatch.detector.iam.Grade;

/** The way in which a principal has its grade. */
public enum Clause {
    /** {@code *} on {@code *}. */
    FULL(Grade.FULL_ADMIN, "may do everything"),
    /** PutUserPolicy or PutRolePolicy on itself. */
    A_PUT_OWN_POLICY(Grade.ADMIN_EQUIVALENT, "may write policies into itself"),
    /** AttachUserPolicy or AttachRolePolicy on itself. */
    A_ATTACH_OWN_POLICY(Grade.ADMIN_EQUIVALENT, "may attach policies to itself"),
    /** PutGroupPolicy on an own group. */
    A_PUT_GROUP_POLICY(Grade.ADMIN_EQUIVALENT, "may write policies into its own group"),
    /** AttachGroupPolicy on an own group. */
    A_ATTACH_GROUP_POLICY(Grade.ADMIN_EQUIVALENT, "may attach policies to its own group"),
    /** CreatePolicyVersion on a policy it has. */
    A_POLICY_VERSION(Grade.ADMIN_EQUIVALENT, "may rewrite a policy that it has"),
    /** SetDefaultPolicyVersion on a policy it has, with a stored version that makes it an administrator. */
    A_DEFAULT_VERSION(Grade.ADMIN_EQUIVALENT, "may switch a policy that it has to a version that makes administrators"),
    /** AddUserToGroup on an administrators' group. */
    A_JOIN_ADMIN_GROUP(Grade.ADMIN_EQUIVALENT, "may join a group of administrators"),
    /** AddUserToGroup on all groups. */
    A_JOIN_ANY_GROUP(Grade.ADMIN_EQUIVALENT, "may join any group"),
    /** CreateRole with Attach- or PutRolePolicy. */
    B_CREATE_ROLE(Grade.ADMIN_EQUIVALENT, "may create a role and give it any policy"),
    /** UpdateAssumeRolePolicy with Attach- or PutRolePolicy. */
    B_TRUST_AND_GRANT(Grade.ADMIN_EQUIVALENT, "may open a role to itself and give it any policy"),
    /** UpdateAssumeRolePolicy on an administrator. */
    B_TRUST_ADMIN_ROLE(Grade.ADMIN_EQUIVALENT, "may open an administrator's role to itself"),
    /** UpdateAssumeRolePolicy on all roles. */
    B_TRUST_ANY_ROLE(Grade.ADMIN_EQUIVALENT, "may open any role to itself"),
    /** Attach- or PutRolePolicy on a role it may assume. */
    B_GRANT_TO_ASSUMABLE_ROLE(Grade.ADMIN_EQUIVALENT, "may give any policy to a role that it may assume"),
    /** CreatePolicyVersion on a policy of a role it may assume or trust anew. */
    B_ROLE_POLICY_VERSION(Grade.ADMIN_EQUIVALENT, "may rewrite a policy of a role that it can become"),
    /** Credentials of a known administrator. */
    C_ADMIN_CREDENTIALS(Grade.ADMIN_EQUIVALENT, "may make itself credentials of an administrator"),
    /** Credentials of all users. */
    C_ANY_CREDENTIALS(Grade.ADMIN_EQUIVALENT, "may make itself credentials of any user"),
    /** Put- or AttachUserPolicy with credentials of the same user. */
    C_GRANT_AND_CREDENTIALS(Grade.ADMIN_EQUIVALENT,
            "may give another user any policy and make itself that user's credentials"),
    /** An administrator's role names it. */
    D_TRUST_NAMES(Grade.ADMIN_EQUIVALENT, "is named by the trust policy of an administrator's role"),
    /** An administrator's role trusts the account, and it may assume that very role. */
    D_TRUST_ACCOUNT(Grade.ADMIN_EQUIVALENT, "may assume an administrator's role"),
    /** Without a cap that it may remove, it is an administrator. */
    E_OWN_CAP(Grade.ADMIN_EQUIVALENT, "may remove what keeps it from being an administrator"),
    /** PassRole with a service that runs code. */
    INDIRECT_PASS_ROLE(Grade.INDIRECT, "may have a service run its code with a role"),
    /** AssumeRole on a wildcard. */
    INDIRECT_ASSUME_ROLE(Grade.INDIRECT, "may assume roles by a wildcard"),
    /** The code or commands of whatever runs with a role already. */
    INDIRECT_RUNNING_CODE(Grade.INDIRECT, "may change what runs with other principals' roles"),
    /** Administration of IAM Identity Center. */
    INDIRECT_IDENTITY_CENTER(Grade.INDIRECT, "may administer IAM Identity Center"),
    /** Everything else. */
    LIMITED(Grade.LIMITED, "is no administrator");

    private final Grade grade;
    private final String sentence;

    Clause(Grade grade, String sentence) {
        this.grade = grade;
        this.sentence = sentence;
    }

    /** Returns the grade that it gives. */
    public Grade grade() {
        return grade;
    }

    /** Returns what a person reads after the principal's name: "may attach policies to itself". */
    public String sentence() {
        return sentence;
    }
}
