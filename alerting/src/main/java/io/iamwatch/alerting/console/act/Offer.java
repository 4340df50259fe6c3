package io.iamwatch.alerting.console.act;

import io.iamwatch.alerting.incident.Life;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an analyst may do with an incident as it stands. */
public enum Offer {
    /** Take it. */
    ACKNOWLEDGE,
    /** Say who is to look after it. */
    ASSIGN,
    /** Write something down. */
    COMMENT,
    /** Let it wait. */
    SNOOZE,
    /** End the wait. */
    RESUME,
    /** Say that the work is done. */
    RESOLVE,
    /** Take it up again. */
    REOPEN,
    /** Close it with a verdict. */
    CLOSE;

    /** Returns the type of the command's action. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what would be applied there, in the order in which people do it. What is closed can be closed with
     * another verdict.
     */
    public static Set<Offer> of(Life life) {
        return switch (life) {
            case Life.New here -> EnumSet.of(ACKNOWLEDGE, ASSIGN, COMMENT, SNOOZE, RESOLVE, CLOSE);
            case Life.InProgress here -> EnumSet.of(ASSIGN, COMMENT, SNOOZE, RESOLVE, CLOSE);
            case Life.OnHold here -> EnumSet.of(ASSIGN, COMMENT, SNOOZE, RESUME, RESOLVE, CLOSE);
            case Life.Resolved here -> EnumSet.of(ASSIGN, COMMENT, REOPEN, CLOSE);
            case Life.Closed here -> EnumSet.of(COMMENT, CLOSE);
        };
    }
}
