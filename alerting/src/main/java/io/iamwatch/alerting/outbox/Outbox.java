package io.iamwatch.alerting.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import io.iamwatch.contracts.topic.AccountPartitioner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Decides what must be told of an incident, and when: what is certain or has become graver at once, what a late
 * event may still retract after a while, what only adds to a story in batches, what is of low severity in a digest,
 * and what analysts did at once. What was told and is taken back is told too.
 */
public final class Outbox {

    private static final String CORE_RULE = "new-admin-user";

    private final Timing timing;

    /** Creates an outbox with its timing. */
    public Outbox(Timing timing) {
        this.timing = timing;
    }

    /**
     * What is to be done.
     *
     * @param ledger what holds from now on
     * @param notification what is to be told now, if anything
     * @param joinsDigest whether the account's next digest has to have it
     */
    public record Step(Ledger ledger, Optional<Notification> notification, boolean joinsDigest) {
    }

    /**
     * Decides after an incident has changed, or when it was due.
     *
     * @param before what was told of the newest incident about the principal; empty where there was none
     * @param now wall clock, milliseconds
     */
    public Step step(Optional<Ledger> before, IncidentFinding incident, long now) {
        String uid = incident.unmapped().iamwatch().uid();
        Ledger ledger = before.filter(known -> known.incidentUid().equals(uid)).orElseGet(() -> Ledger.untold(uid))
                .wake(wakeAt(incident));
        return ledger.isTold() ? told(ledger, incident, now) : untold(ledger, incident, now);
    }

    private static Long wakeAt(IncidentFinding incident) {
        IncidentFinding.Snooze snooze = incident.unmapped().iamwatch().workflow().snooze();
        return incident.statusId() == Status.ON_HOLD && snooze != null ? Long.valueOf(snooze.until()) : null;
    }

    private Step untold(Ledger ledger, IncidentFinding incident, long now) {
        if (incident.statusId() == Status.CLOSED || standing(incident).isEmpty()) {
            return wait(ledger.due(null));
        }
        if (incident.severityId().compareTo(Severity.LOW) <= 0) {
            return ledger.inDigest() ? wait(ledger) : new Step(ledger.digested(), Optional.empty(), true);
        }
        if (isCertain(incident)) {
            return tell(ledger, incident, Kind.OPENED, now);
        }
        long due = ledger.dueAt() == null ? now + timing.provisional() : ledger.dueAt();
        return due <= now ? tell(ledger, incident, Kind.OPENED, now) : wait(ledger.due(due));
    }

    /** Of the gravest alerts one is certain, or of the rule whose alerts never wait. */
    private static boolean isCertain(IncidentFinding incident) {
        return standing(incident).stream().filter(alert -> alert.severity() == incident.severityId())
                .anyMatch(alert -> !alert.provisional() || CORE_RULE.equals(alert.ruleId()));
    }

    private Step told(Ledger ledger, IncidentFinding incident, long now) {
        Optional<Kind> urgent = urgent(ledger, incident);
        if (urgent.isPresent()) {
            return tell(ledger, incident, urgent.get(), now);
        }
        boolean waits = incident.statusId() == Status.ON_HOLD || incident.statusId() == Status.CLOSED;
        if (waits || News.alerts(incident).equals(ledger.alerts())) {
            return wait(ledger.due(null));
        }
        long due = ledger.toldAt() + timing.updates();
        return due <= now ? tell(ledger, incident, Kind.UPDATED, now) : wait(ledger.due(due));
    }

    private static Optional<Kind> urgent(Ledger ledger, IncidentFinding incident) {
        if (incident.statusId() != ledger.status()) {
            Optional<Kind> ofStatus = ofStatus(ledger.status(), incident.statusId());
            if (ofStatus.isPresent()) {
                return ofStatus;
            }
        }
        if (incident.severityId().compareTo(ledger.severity()) > 0) {
            return Optional.of(Kind.RAISED);
        }
        boolean stood = ledger.alerts().values().stream().anyMatch(version -> !version.equals(News.CLOSED));
        return stood && standing(incident).isEmpty() ? Optional.of(Kind.RETRACTED) : Optional.empty();
    }

    private static Optional<Kind> ofStatus(Status told, Status now) {
        return switch (now) {
            case NEW -> Optional.empty();
            case IN_PROGRESS -> switch (told) {
                case NEW -> Optional.of(Kind.ACKNOWLEDGED);
                case RESOLVED, CLOSED -> Optional.of(Kind.REOPENED);
                case IN_PROGRESS, ON_HOLD -> Optional.empty();
            };
            case ON_HOLD -> Optional.of(Kind.ACKNOWLEDGED);
            case RESOLVED -> Optional.of(Kind.RESOLVED);
            case CLOSED -> Optional.of(Kind.CLOSED);
        };
    }

    private static Step wait(Ledger ledger) {
        return new Step(ledger, Optional.empty(), false);
    }

    private static Step tell(Ledger ledger, IncidentFinding incident, Kind kind, long now) {
        List<AlertState> standing = standing(incident);
        String account = AccountPartitioner.accountOf(incident.unmapped().iamwatch().key());
        Notification notification = new Notification(id(account, ledger.incidentUid(), ledger.sequence()), kind,
                account,
                now, incident.severityId(), standing.stream().map(AlertState::ruleId).distinct().toList(),
                !standing.isEmpty() && standing.stream().allMatch(AlertState::provisional),
                News.since(ledger, incident), incident, List.of());
        Ledger after = new Ledger(ledger.incidentUid(), ledger.sequence() + 1, incident.severityId(),
                incident.statusId(), News.alerts(incident), incident.unmapped().iamwatch().workflow().logTotal(), now,
                ledger.inDigest(), null, ledger.wakeAt());
        return new Step(after, Optional.of(notification), false);
    }

    private static List<AlertState> standing(IncidentFinding incident) {
        return incident.unmapped().iamwatch().alerts().stream().filter(AlertState::stands).toList();
    }

    /** The same of what is told for the same time, on every machine and after every rebuild. */
    static String id(String account, String what, int sequence) {
        try {
            byte[] parts = String.join("\0", "notification", account, what, Integer.toString(sequence)).getBytes(UTF_8);
            return account + AccountPartitioner.SEPARATOR
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(parts));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
