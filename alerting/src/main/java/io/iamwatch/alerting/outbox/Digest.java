package io.iamwatch.alerting.outbox;

import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.DigestLine;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The incidents of low severity of an account that wait to be told together.
 *
 * @param account the account
 * @param sequence how many digests there were
 * @param lines the incidents, oldest first, as many as a digest lists
 * @param total how many there are, listed or not
 * @param dueAt when they are told, wall clock, milliseconds; null when there are none
 */
public record Digest(String account, int sequence, List<DigestLine> lines, int total, Long dueAt) {

    private static final int MAX_LINES = 100;
    private static final int MAX_TEXT = 300;

    /** An absent list is empty. */
    public Digest {
        lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /** Returns an account's first digest, with nothing in it. */
    public static Digest first(String account) {
        return new Digest(account, 0, List.of(), 0, null);
    }

    /** Returns it with one incident more. */
    public Digest with(IncidentFinding incident, long now, Timing timing) {
        List<DigestLine> more = new ArrayList<>(lines);
        if (more.size() < MAX_LINES) {
            more.add(new DigestLine(incident.unmapped().iamwatch().uid(), incident.severityId(),
                    AlertBounds.cut(incident.message(), MAX_TEXT)));
        }
        return new Digest(account, sequence, more, total + 1,
                dueAt == null ? Long.valueOf(now + timing.digest()) : dueAt);
    }

    /** Returns the next digest of the account, with nothing in it. */
    public Digest next() {
        return new Digest(account, sequence + 1, List.of(), 0, null);
    }

    /** Returns what is to be told of it. */
    public Notification notification(long now) {
        Severity gravest = lines.stream().map(DigestLine::severity).max(Comparator.naturalOrder())
                .orElse(Severity.INFORMATIONAL);
        List<String> news = List.of(total + (total == 1 ? " incident" : " incidents") + " of low severity in " + account
                + (total > lines.size() ? ", of which " + lines.size() + " are listed" : ""));
        return new Notification(Outbox.id(account, "digest", sequence), Kind.DIGEST, account, now, gravest, List.of(),
                false, news, null, lines);
    }
}
