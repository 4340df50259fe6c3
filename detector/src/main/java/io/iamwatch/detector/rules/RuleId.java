package io.iamwatch.detector.rules;

import com.fasterxml.jackson.annotation.JsonValue;

/** The rules. */
public enum RuleId {
    /** A user became an administrator inside a window after its birth. */
    NEW_ADMIN_USER("new-admin-user", "New administrator"),
    /** The same for a principal whose birth was not seen inside the window. */
    ADMIN_GRANTED("admin-granted", "Administrator rights granted"),
    /** An actor widened its own rights, or those of the role whose session it is. */
    SELF_ESCALATION("self-escalation", "Self-escalation"),
    /** A grant whose policy is not known: nobody can say yet whether it made an administrator. */
    UNRESOLVED_GRANT("unresolved-grant", "Grant of an unknown policy"),
    /** A principal that is no administrator obtained a way to become one through another principal. */
    INDIRECT_ADMIN_PATH("indirect-admin-path", "Indirect path to administrator rights"),
    /** Somebody other than the declared automation created a user. */
    USER_CREATED_OUTSIDE_AUTOMATION("user-created-outside-automation", "User created outside automation"),
    /** An actor made a credential for a user other than itself. */
    CREDENTIAL_FOR_OTHER_USER("credential-for-other-user", "Credential made for another user"),
    /** One actor was denied IAM writes again and again. */
    DENIED_IAM_ATTEMPTS("denied-iam-attempts", "Denied IAM attempts"),
    /** IAM Identity Center assigned a permission set that makes administrators. */
    IDENTITY_CENTER_GRANT("identity-center-grant", "Identity Center grant"),
    /** Somebody stopped or weakened what records or watches the account. */
    AUDIT_TRAIL_TAMPERING("audit-trail-tampering", "Audit trail tampered with"),
    /** Something was done against a user who became an administrator. */
    NEW_ADMIN_CONTAINED("new-admin-contained", "New administrator contained"),
    /** A user who became an administrator, or a session that it asked for, called something. */
    NEW_ADMIN_ACTIVE("new-admin-active", "New administrator active");

    private final String id;
    private final String title;

    RuleId(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Returns the id as alerts carry it. */
    @JsonValue
    public String id() {
        return id;
    }

    /** Returns its name for people. */
    public String title() {
        return title;
    }
}
