package io.iamwatch.detector.iam;

/**
 * How much a principal may do, weakest first. Today's policy table tells {@link #LIMITED} and {@link #FULL_ADMIN}.
 */
public enum Grade {
    /** Everything else. */
    LIMITED,
    /** A policy of unknown content is live. */
    UNKNOWN,
    /** Could reach an administrator's rights through a service. */
    INDIRECT,
    /** Can make itself an administrator. */
    ADMIN_EQUIVALENT,
    /** Every action on every resource. */
    FULL_ADMIN;

    /** Returns whether such a principal is an administrator. */
    public boolean isAdmin() {
        return this == ADMIN_EQUIVALENT || this == FULL_ADMIN;
    }
}
