package io.iamwatch.alerting.notify;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which notifications a sink gets. Every alert of the incident counts, also those that do not stand any more: who
 * was told that it began has to be told that it is over, though nothing of it stands then.
 *
 * @param least what is less severe does not go there
 * @param accounts empty for all
 * @param rules one of them has to be among the incident's; empty for all
 */
public record Route(Severity least, Set<String> accounts, Set<String> rules) {

    /** Everything. */
    public static final Route ALL = new Route(Severity.INFORMATIONAL, Set.of(), Set.of());

    /** Keeps its own sets. */
    public Route {
        accounts = Set.copyOf(accounts);
        rules = Set.copyOf(rules);
    }

    /** Returns whether a notification goes this way. */
    public boolean takes(Notification notification) {
        List<AlertState> alerts = alerts(notification.incident());
        return (accounts.isEmpty() || accounts.contains(String.valueOf(notification.account())))
                && severities(notification, alerts).anyMatch(severity -> severity.compareTo(least) >= 0)
                && (rules.isEmpty() || Stream.concat(notification.rules().stream(),
                        alerts.stream().map(alert -> String.valueOf(alert.ruleId()))).anyMatch(rules::contains));
    }

    /** One that names no severity is told: nobody would know otherwise that it is there. */
    private static Stream<Severity> severities(Notification notification, List<AlertState> alerts) {
        Severity told = notification.severity() == null ? Severity.CRITICAL : notification.severity();
        return Stream.concat(Stream.of(told), alerts.stream().map(AlertState::severity).filter(it -> it != null));
    }

    private static List<AlertState> alerts(IncidentFinding incident) {
        return incident == null || incident.unmapped() == null || incident.unmapped().iamwatch() == null
                ? List.of()
                : incident.unmapped().iamwatch().alerts();
    }
}
