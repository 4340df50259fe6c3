package io.iamwatch.contracts.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What an analyst wants done with an incident: a record of {@code iamwatch.verdicts}, whose key is that of the
 * principal, {@code account/kind:name}, as of its alerts. Alerting applies or refuses it, once, and says so in the
 * incident's log; the topic is the audit trail.
 *
 * @param uid the command's own id, unique; the same again changes nothing
 * @param incidentUid the incident
 * @param author who wants it, as the console or the terminal knows them
 * @param time when, wall clock, milliseconds
 * @param action what
 */
public record IncidentCommand(String uid, String incidentUid, String author, long time, Action action) {

    /** The longest text of an action, in characters. */
    public static final int MAX_TEXT = 4000;

    /** What is to be done. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Action.Acknowledge.class, name = "acknowledge"),
            @JsonSubTypes.Type(value = Action.Assign.class, name = "assign"),
            @JsonSubTypes.Type(value = Action.Comment.class, name = "comment"),
            @JsonSubTypes.Type(value = Action.Snooze.class, name = "snooze"),
            @JsonSubTypes.Type(value = Action.Resume.class, name = "resume"),
            @JsonSubTypes.Type(value = Action.Resolve.class, name = "resolve"),
            @JsonSubTypes.Type(value = Action.Reopen.class, name = "reopen"),
            @JsonSubTypes.Type(value = Action.Close.class, name = "close")})
    public sealed interface Action {

        /** The author works on it: New → In Progress. */
        record Acknowledge() implements Action {
        }

        /**
         * Somebody is to look after it.
         *
         * @param assignee who
         */
        record Assign(String assignee) implements Action {
        }

        /**
         * Something to remember.
         *
         * @param text what
         */
        record Comment(String text) implements Action {
        }

        /**
         * It waits: In Progress → On Hold. The author owns the snooze.
         *
         * @param until when it is taken up again, wall clock, milliseconds
         * @param reason why
         */
        record Snooze(long until, String reason) implements Action {
        }

        /** The wait is over: On Hold → In Progress. */
        record Resume() implements Action {
        }

        /**
         * The work is done: In Progress → Resolved.
         *
         * @param text what was done; may be absent
         */
        record Resolve(String text) implements Action {
        }

        /**
         * It was not over: Resolved → In Progress.
         *
         * @param text why; may be absent
         */
        record Reopen(String text) implements Action {
        }

        /**
         * It is over: from any open state → Closed, by way of those between.
         *
         * @param verdict what it was
         * @param text why; may be absent
         */
        record Close(Verdict verdict, String text) implements Action {
        }
    }
}
