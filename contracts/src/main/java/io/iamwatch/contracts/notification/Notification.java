package io.iamwatch.contracts.notification;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import java.util.List;

/**
 * One thing that must be told to somebody: a record of the outbox {@code iamwatch.notifications}, whose key is
 * {@code account/incident uid}, so that those of one incident are in one partition and in order. It is written in
 * the transaction of what it tells, and told at least once under its one id.
 *
 * @param id {@code account/} and a hash: the same for every sink and over every retry
 * @param kind why it is told
 * @param time when it became due, wall clock, milliseconds
 * @param severity of the incident as it is told
 * @param rules ids of the rules whose alerts stand
 * @param provisional whether a late event may still retract all that it tells
 * @param news what is new since the last notification of this incident, a sentence each
 * @param incident the incident as it was then; null for a digest
 * @param digest the incidents of a digest, a line each; empty otherwise
 */
public record Notification(String id, Kind kind, String account, long time, Severity severity, List<String> rules,
        boolean provisional, List<String> news, IncidentFinding incident, List<DigestLine> digest) {

    /** Absent lists are empty. */
    public Notification {
        rules = rules == null ? List.of() : List.copyOf(rules);
        news = news == null ? List.of() : List.copyOf(news);
        digest = digest == null ? List.of() : List.copyOf(digest);
    }

    /** Why something is told. */
    public enum Kind {
        /** There is an incident that was not told yet. */
        OPENED,
        /** It is graver than it was told. */
        RAISED,
        /** Its story went on. */
        UPDATED,
        /** None of its alerts stands any more. */
        RETRACTED,
        /** Somebody works on it, assigned it, or it waits. */
        ACKNOWLEDGED,
        /** The work is done. */
        RESOLVED,
        /** It is over, with a verdict. */
        CLOSED,
        /** It is taken up again. */
        REOPENED,
        /** Incidents of low severity of an account, told together. */
        DIGEST
    }

    /**
     * An incident of a digest.
     *
     * @param incidentUid which
     * @param severity how grave it is
     * @param message what it says
     */
    public record DigestLine(String incidentUid, Severity severity, String message) {
    }
}
