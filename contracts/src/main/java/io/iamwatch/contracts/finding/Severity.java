package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** OCSF {@code severity_id}, weakest first. */
public enum Severity {
    /** Nothing to do. */
    INFORMATIONAL(1, "Informational"),
    /** Worth a look when there is time. */
    LOW(2, "Low"),
    /** Worth a look today. */
    MEDIUM(3, "Medium"),
    /** Somebody has to look soon. */
    HIGH(4, "High"),
    /** Somebody has to look now. */
    CRITICAL(5, "Critical");

    private final int id;
    private final String caption;

    Severity(int id, String caption) {
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
     * Returns the severity of an OCSF number.
     *
     * @throws IllegalArgumentException if iamwatch never writes that number
     */
    @JsonCreator
    public static Severity of(int id) {
        return Arrays.stream(values()).filter(severity -> severity.id == id).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no severity_id of iamwatch: " + id));
    }
}
