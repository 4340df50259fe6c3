package io.iamwatch.contracts.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * OCSF 1.5 {@code verdict_id} of an <a href="https://schema.ocsf.io/1.5.0/classes/incident_finding">Incident
 * Finding</a>: what an analyst has found an incident to be. The labels that replays score against.
 */
public enum Verdict {
    /** It was not what the alert says. */
    FALSE_POSITIVE(1, "False Positive"),
    /** It was an attack. */
    TRUE_POSITIVE(2, "True Positive"),
    /** Not to be considered. */
    DISREGARD(3, "Disregard"),
    /** It may have been an attack. */
    SUSPICIOUS(4, "Suspicious"),
    /** It was what the alert says, and was meant to be. */
    BENIGN(5, "Benign"),
    /** Somebody tested the defence. */
    TEST(6, "Test"),
    /** Nobody can say. */
    INSUFFICIENT_DATA(7, "Insufficient Data"),
    /** No attack, but a risk. */
    SECURITY_RISK(8, "Security Risk"),
    /** Others deal with it. */
    MANAGED_EXTERNALLY(9, "Managed Externally"),
    /** Another incident tells it. */
    DUPLICATE(10, "Duplicate");

    private final int id;
    private final String caption;

    Verdict(int id, String caption) {
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

    /** Returns how people write it: {@code true-positive}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the verdict that somebody wrote; empty where there is none of that word. */
    public static Optional<Verdict> ofWord(String word) {
        return Arrays.stream(values()).filter(verdict -> verdict.word().equals(word)).findFirst();
    }

    /**
     * Returns the verdict of an OCSF number.
     *
     * @throws IllegalArgumentException if iamwatch never writes that number
     */
    @JsonCreator
    public static Verdict of(int id) {
        return Arrays.stream(values()).filter(verdict -> verdict.id == id).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no verdict_id of iamwatch: " + id));
    }
}
