package io.iamwatch.alerting.outbox;

import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is new about an incident since it was told, a sentence each. */
final class News {

    static final String CLOSED = "closed";
    private static final String FOLLOWING = "new-admin-active";

    private static final int MAX = 20;
    private static final int MAX_SENTENCE = 512;

    private News() {
    }

    static List<String> since(Ledger ledger, IncidentFinding incident) {
        List<String> news = new ArrayList<>();
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        for (AlertState alert : details.alerts()) {
            String told = ledger.alerts().get(alert.uid());
            if (told == null && alert.stands()) {
                news.add(alert.ruleId() + ": " + words(alert));
            } else if (told != null && !told.equals(version(alert))) {
                news.add(alert.stands()
                        ? alert.ruleId() + ": " + (alert.seen().measures() == null ? "more is known" : words(alert))
                        : alert.ruleId() + " does not stand any more");
            }
        }
        if (ledger.isTold() && !incident.severityId().equals(ledger.severity())) {
            news.add(details.severityReason());
        }
        entries(ledger, details).forEach(entry -> news.add(entry.author() + ": " + entry.action()
                + (entry.text() == null ? "" : ", " + entry.text())
                + (entry.refused() == null ? "" : "; refused: " + entry.refused())));
        return news.stream().map(sentence -> AlertBounds.cut(sentence, MAX_SENTENCE)).limit(MAX).toList();
    }

    private static List<LogEntry> entries(Ledger ledger, IncidentFinding.Details details) {
        List<LogEntry> log = details.workflow().log();
        int fresh = Math.min(log.size(), Math.max(0, details.workflow().logTotal() - ledger.logged()));
        return log.subList(log.size() - fresh, log.size());
    }

    /** Returns the alerts as they are told. */
    static Map<String, String> alerts(IncidentFinding incident) {
        Map<String, String> alerts = new HashMap<>();
        incident.unmapped().iamwatch().alerts().forEach(alert -> alerts.put(alert.uid(), version(alert)));
        return alerts;
    }

    private static String words(AlertState alert) {
        return alert.seen().measures() == null
                ? String.join(", then ", alert.path())
                : alert.seen().measures().how();
    }

    /** What only counts on is no news: that somebody is active is told once, a measure when it is another one. */
    private static String version(AlertState alert) {
        if (!alert.stands()) {
            return CLOSED;
        }
        if (FOLLOWING.equals(alert.ruleId())) {
            return FOLLOWING;
        }
        return alert.seen().measures() == null
                ? alert.version()
                : alert.seen().measures().how() + "/" + String.join("\n", alert.path()).hashCode();
    }
}
