package io.iamwatch.alerting.incident;

import static java.util.Comparator.comparing;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The alerts of an incident, oldest first, as many as an incident lists.
 *
 * @param entries the alerts that are listed
 * @param total how many there are, listed or not
 */
record Listing(List<AlertEntry> entries, int total) {

    /** The most alerts that an incident lists. */
    static final int MAX_ALERTS = 100;

    static final Listing EMPTY = new Listing(List.of(), 0);

    /** Those that stand come before those that do not, then by severity: the order in which a listing is read. */
    private static final Comparator<AlertEntry> BY_WEIGHT = comparing((AlertEntry entry) -> entry.state().stands())
            .thenComparing(entry -> entry.state().severity());

    /** Reads the listing of an incident. */
    static Listing of(IncidentFinding incident) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        List<AlertEntry> entries = IntStream.range(0, details.alerts().size())
                .mapToObj(i -> new AlertEntry(incident.findingInfoList().get(i), details.alerts().get(i))).toList();
        return new Listing(entries, details.alertsTotal());
    }

    Optional<AlertEntry> find(String uid) {
        return entries.stream().filter(entry -> entry.state().uid().equals(uid)).findFirst();
    }

    /** Returns the listing with this version in the place of the older one, or at the end. */
    Listing with(AlertVersion version) {
        // An alert that had to leave the list was counted when it came.
        return with(AlertEntry.of(version), total > entries.size()
                && version.alert().activityId() != Activity.CREATE);
    }

    /**
     * Returns the listing with this entry in the place of the older one, or at the end.
     *
     * @param counted whether it is in the total already
     */
    Listing with(AlertEntry entry, boolean counted) {
        if (find(entry.state().uid()).isPresent()) {
            return new Listing(entries.stream()
                    .map(other -> other.state().uid().equals(entry.state().uid()) ? entry : other).toList(), total);
        }
        List<AlertEntry> more = new ArrayList<>(entries);
        more.add(entry);
        if (more.size() > MAX_ALERTS) {
            more.remove(more.stream().min(BY_WEIGHT).orElseThrow());
        }
        return new Listing(List.copyOf(more), counted ? total : total + 1);
    }

    /** Returns the alert that tells the story: it stands, it is the most severe, it came first. */
    AlertEntry lead() {
        return entries.stream().reduce((one, other) -> BY_WEIGHT.compare(one, other) >= 0 ? one : other)
                .orElseThrow();
    }

    /** Returns the severity of what stands; where nothing stands, what it was: that is for an analyst to lower. */
    Severity severity(Severity before) {
        Optional<Severity> standing = standingStates().stream().map(AlertState::severity)
                .max(Comparator.naturalOrder()).map(gravest -> Rise.raised(gravest, standingStates()));
        Severity lead = lead().state().severity();
        return standing.orElse(before == null || lead.compareTo(before) > 0 ? lead : before);
    }

    /** Returns why the severity is what {@link #severity(Severity)} says, one sentence. */
    String reason(Severity before) {
        AlertEntry lead = lead();
        String severity = severity(before).caption();
        if (!lead.state().stands()) {
            return severity + " as it was: none of its alerts stands any more, which is for an analyst to judge";
        }
        long others = standing() - 1;
        List<String> rise = Rise.reasons(standingStates());
        String since = rise.isEmpty()
                ? ""
                : (severity.equals(lead.state().severity().caption())
                        ? "; since then "
                        : "; graver than " + lead.state().severity().caption() + ", since ")
                        + String.join(", and ", rise);
        String about = lead.state().about() == null ? "" : " (" + lead.state().about() + ")";
        return severity + ": " + lead.state().ruleId() + about + " stands"
                + (others == 0 ? "" : ", and " + others + " more") + since;
    }

    private List<AlertState> standingStates() {
        return entries.stream().map(AlertEntry::state).filter(AlertState::stands).toList();
    }

    /** Returns how many stand about which something may have to be done: what is done against the principal is none. */
    long calling() {
        return entries.stream().map(AlertEntry::state).filter(AlertState::stands)
                .filter(state -> state.seen().measures() == null || state.seen().measures().undone()).count();
    }

    long standing() {
        return entries.stream().filter(entry -> entry.state().stands()).count();
    }
}
