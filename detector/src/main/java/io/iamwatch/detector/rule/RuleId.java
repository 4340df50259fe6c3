package io.iamwatch.detector.rule;

import com.fasterxml.jackson.annotation.JsonValue;

/** The rules. */
public enum RuleId {
    /** A user became an administrator inside a window after its birth. */
    NEW_ADMIN_USER("new-admin-user", "New administrator"),
    /** The same for a principal whose birth was not seen inside the window. */
    ADMIN_GRANTED("admin-granted", "Administrator rights granted");

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
