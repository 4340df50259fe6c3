package io.iamwatch.alerting.outbox;

import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.util.Map;

/**
 * What was told of an incident, and when something is due.
 *
 * @param incidentUid the incident
 * @param sequence how many notifications there were
 * @param severity as it was told; null when nothing was told yet
 * @param status as it was told
 * @param alerts the alerts as they were told: each one's version, or {@code closed}
 * @param logged how many entries of the log were told
 * @param toldAt when it was told last, wall clock, milliseconds; 0 for never
 * @param inDigest whether a digest has it, or will
 * @param dueAt when the next notification is due, wall clock, milliseconds; null when none is
 * @param wakeAt when its snooze ends, wall clock, milliseconds; null when it does not wait
 */
public record Ledger(String incidentUid, int sequence, Severity severity, Status status, Map<String, String> alerts,
        int logged, long toldAt, boolean inDigest, Long dueAt, Long wakeAt) {

    /** An absent map is empty. */
    public Ledger {
        alerts = alerts == null ? Map.of() : Map.copyOf(alerts);
    }

    static Ledger untold(String incidentUid) {
        return new Ledger(incidentUid, 0, null, null, Map.of(), 0, 0, false, null, null);
    }

    boolean isTold() {
        return severity != null;
    }

    Ledger due(Long at) {
        return new Ledger(incidentUid, sequence, severity, status, alerts, logged, toldAt, inDigest, at, wakeAt);
    }

    Ledger wake(Long at) {
        return new Ledger(incidentUid, sequence, severity, status, alerts, logged, toldAt, inDigest, dueAt, at);
    }

    Ledger digested() {
        return new Ledger(incidentUid, sequence, severity, status, alerts, logged, toldAt, true, null, wakeAt);
    }

    /** Returns the moment at which it has to be looked at again; null for never. */
    public Long next() {
        if (dueAt == null || wakeAt == null) {
            return dueAt == null ? wakeAt : dueAt;
        }
        return Long.valueOf(Math.min(dueAt, wakeAt));
    }
}
