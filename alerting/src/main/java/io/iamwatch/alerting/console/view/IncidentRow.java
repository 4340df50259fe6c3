package io.iamwatch.alerting.console.view;

import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.Severity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An incident as a list shows it, small.
 *
 * @param key {@code account/kind:name}, by which commands reach it; null in incidents of older versions
 * @param principal whom it is about, as {@code user bob}
 * @param rules ids of the rules whose alerts it gathers, those that stand before the others
 * @param standing how many of its listed alerts stand
 * @param provisional whether a late event may still retract all of them
 * @param assignee who looks after it, or which group
 * @param started event time of the oldest evidence, milliseconds
 * @param ended event time of the newest evidence, milliseconds
 * @param changed when this version was written, milliseconds
 * @param contained how far it is contained; null in incidents of older versions
 * @param actors who made calls that it is built of, without the names of sessions; some of them
 * @param addresses from which they were made; some of them
 */
public record IncidentRow(String uid, String key, String account, Severity severity, Status status, String principal,
        String arn,
        String message, List<String> rules, long standing, int alerts, boolean provisional, String assignee,
        Verdict verdict, long started, long ended, long changed, Extent contained, List<String> actors,
        List<String> addresses) {

    private static final int MAX_MESSAGE = 400;
    private static final int MAX_NAME = 200;
    private static final int MAX_KEY = 400;
    private static final int MAX_RULES = 8;
    private static final int MAX_ACTORS = 12;
    private static final Pattern SESSION = Pattern.compile(" \\(session .*\\)$");
    /** AWS's services call from where everybody's calls come from. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Returns what a list shows of an incident.
     *
     * @param changed when this version was written, milliseconds
     * @throws IllegalArgumentException if it lacks what every incident of ours has
     */
    public static IncidentRow of(IncidentFinding incident, long changed) {
        IncidentFinding.Details details = incident.unmapped() == null ? null : incident.unmapped().iamwatch();
        if (details == null || details.uid() == null || details.principal() == null || incident.severityId() == null
                || incident.statusId() == null) {
            throw new IllegalArgumentException(
                    "no incident of iamwatch: uid, principal, severity or status is missing");
        }
        List<AlertState> standing = details.alerts().stream().filter(AlertState::stands).toList();
        return new IncidentRow(details.uid(), AlertBounds.cut(details.key(), MAX_KEY), account(incident),
                incident.severityId(), incident.statusId(),
                cut(Sentence.name(details.principal())), cut(details.principal().uid()),
                AlertBounds.cut(incident.message(), MAX_MESSAGE), rules(details.alerts()), standing.size(),
                details.alertsTotal(), !standing.isEmpty() && standing.stream().allMatch(AlertState::provisional),
                cut(assignee(incident, details)), details.workflow().verdict(), incident.startTime(),
                incident.endTime(), changed, contained(details), actors(details.alerts()),
                addresses(details));
    }

    private static Extent contained(IncidentFinding.Details details) {
        return Optional.ofNullable(details.investigation().contained()).map(Investigation.Contained::extent)
                .orElse(null);
    }

    private static List<String> actors(List<AlertState> alerts) {
        return some(alerts.stream().flatMap(alert -> alert.parties().stream()).map(Party::actor)
                .filter(Objects::nonNull).map(actor -> SESSION.matcher(actor).replaceFirst("")));
    }

    private static List<String> addresses(IncidentFinding.Details details) {
        return some(Stream.concat(
                details.alerts().stream().flatMap(alert -> alert.parties().stream()).map(Party::source),
                details.investigation().sources().stream().map(source -> source.address()))
                .filter(source -> source != null && ADDRESS.matcher(source).matches()));
    }

    private static List<String> some(Stream<String> texts) {
        return texts.distinct().limit(MAX_ACTORS).map(IncidentRow::cut).map(String::intern).toList();
    }

    private static List<String> rules(List<AlertState> alerts) {
        return alerts.stream().sorted((one, other) -> Boolean.compare(other.stands(), one.stands()))
                .map(AlertState::ruleId).filter(Objects::nonNull).distinct().limit(MAX_RULES)
                .map(IncidentRow::cut).map(String::intern).toList();
    }

    private static String account(IncidentFinding incident) {
        return Optional.ofNullable(incident.cloud()).map(Ocsf.Cloud::account).map(Ocsf.Account::uid)
                .map(IncidentRow::cut).map(String::intern).orElse("?");
    }

    private static String assignee(IncidentFinding incident, IncidentFinding.Details details) {
        return Optional.ofNullable(details.workflow().assignee())
                .or(() -> Optional.ofNullable(incident.assigneeGroup()).map(Ocsf.Group::name)).orElse(null);
    }

    private static String cut(String text) {
        return AlertBounds.cut(text, MAX_NAME);
    }
}
