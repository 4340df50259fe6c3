package io.iamwatch.alerting.notify;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a notification says, for people, in whichever medium. No line begins another one, and nothing an attacker
 * wrote reorders, hides or fakes anything; a medium that has a markup has to escape that besides.
 *
 * @param headline severity, what happened to the incident, whom it is about
 * @param sentence what happened, one sentence; empty where nothing says it
 * @param news what is new since the last notification
 * @param facts by name, in the order in which they are read
 * @param listed the incidents of a digest
 */
record NotificationText(String headline, String sentence, List<String> news, List<Fact> facts, List<String> listed) {

    private static final int MOST_NEWS = 20;
    private static final int MOST_LISTED = 40;

    /** One answer. */
    record Fact(String name, String value) {

        String line() {
            return name + ": " + value;
        }
    }

    /** Returns what a notification says. */
    static NotificationText of(Notification notification) {
        IncidentFinding incident = notification.incident();
        return new NotificationText(headline(notification), incident == null ? "" : sentence(incident),
                some(notification.news(), MOST_NEWS), NotificationFacts.of(notification),
                some(notification.digest().stream().map(NotificationText::line).toList(), MOST_LISTED));
    }

    /** Returns all of it as lines of plain text. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        if (!sentence.isEmpty()) {
            lines.add(sentence);
        }
        news.forEach(line -> lines.add("- " + line));
        listed.forEach(line -> lines.add("- " + line));
        facts.forEach(fact -> lines.add(fact.line()));
        return lines;
    }

    private static String headline(Notification notification) {
        return "[" + severity(notification.severity()) + "] " + happened(notification.kind()) + ": "
                + whom(notification) + " in account " + neutralise(notification.account());
    }

    private static String severity(Severity severity) {
        return severity == null ? "UNKNOWN SEVERITY" : severity.caption().toUpperCase(Locale.ROOT);
    }

    private static String whom(Notification notification) {
        IncidentFinding incident = notification.incident();
        if (incident == null) {
            return notification.digest().size() + " incidents";
        }
        IncidentFinding.Details details = incident.unmapped() == null ? null : incident.unmapped().iamwatch();
        Ocsf.Resource principal = details == null ? null : details.principal();
        return principal == null ? "an incident" : neutralise(Sentence.name(principal));
    }

    private static String happened(Kind kind) {
        return switch (kind) {
            case OPENED -> "New incident";
            case RAISED -> "More severe";
            case UPDATED -> "Update";
            case RETRACTED -> "Retracted";
            case ACKNOWLEDGED -> "Acknowledged";
            case RESOLVED -> "Resolved";
            case CLOSED -> "Closed";
            case REOPENED -> "Reopened";
            case DIGEST -> "Digest";
        };
    }

    private static String sentence(IncidentFinding incident) {
        return incident.message() == null ? "" : neutralise(incident.message(), TerminalText.MAX_SENTENCE);
    }

    private static String line(Notification.DigestLine line) {
        return "[" + severity(line.severity()) + "] " + neutralise(line.message()) + " (incident "
                + neutralise(line.incidentUid()) + ")";
    }

    private static List<String> some(List<String> texts, int most) {
        List<String> some = new ArrayList<>();
        texts.stream().limit(most).forEach(text -> some.add(neutralise(text, TerminalText.MAX_SENTENCE)));
        if (texts.size() > most) {
            some.add("and " + (texts.size() - most) + " more");
        }
        return some;
    }
}
