package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** OCSF {@code activity_id} of a finding: what this version of it does. */
public enum Activity {
    /** The first version. */
    CREATE(1, "Create"),
    /** More is known. */
    UPDATE(2, "Update"),
    /** It stands no more. */
    CLOSE(3, "Close");

    private final int id;
    private final String caption;

    Activity(int id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    /** Returns OCSF's number for it. */
    @JsonValue
    public int id() {
        return id;
    }

    /** Returns OCSF's caption for it. */
    public String caption() {
        return caption;
    }

    /**
     * Returns the activity of an OCSF number.
     *
     * @throws IllegalArgumentException if the number is not 1, 2 or 3
     */
    @JsonCreator
    public static Activity of(int id) {
        return switch (id) {
            case 1 -> CREATE;
            case 2 -> UPDATE;
            case 3 -> CLOSE;
            default -> throw new IllegalArgumentException("no activity_id of a finding: " + id);
        };
    }
}
