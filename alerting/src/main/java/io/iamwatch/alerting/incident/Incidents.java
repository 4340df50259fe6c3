package io.iamwatch.alerting.incident;

import io.iamwatch.alerting.investigation.Investigator;
import io.iamwatch.alerting.investigation.Kin;
import io.iamwatch.alerting.investigation.Relation;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Times;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.topic.AccountPartitioner;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pure core: the incident of a principal, and a version of an alert about it, give the incident afterwards.
 * There is one incident an account and principal while it is open; every alert about that principal joins it.
 */
public final class Incidents {

    private static final Ocsf.Product PRODUCT = new Ocsf.Product("iamwatch", "iamwatch", "alerting-1");
    private static final int MAX_NOTES = 10;
    private static final int MAX_NOTE = 256;

    private Incidents() {
    }

    /** What a version of an alert came to. */
    public sealed interface Outcome {

        /** The incident is another one now, or there was none. */
        record Changed(IncidentFinding incident) implements Outcome {
        }

        /** The incident holds this version, or a newer one, already. */
        record Repeated() implements Outcome {
        }
    }

    /** Applies one version of an alert where nothing is known of others, and one group looks after all incidents. */
    public static Outcome apply(Optional<IncidentFinding> state, AlertVersion version) {
        return apply(state, version, Kin.unknown(AccountPartitioner.accountOf(version.key())), AssigneeGroups.DEFAULT);
    }

    /**
     * Applies one version of an alert.
     *
     * @param state the newest incident about the principal of the alert's key; empty where there never was one
     * @param kin the incidents about others of the account
     */
    public static Outcome apply(Optional<IncidentFinding> state, AlertVersion version, Kin kin,
            AssigneeGroups groups) {
        Optional<IncidentFinding> current = state.filter(incident -> takes(incident, version));
        Listing before = current.map(Listing::of).orElse(Listing.EMPTY);
        long appliedUntil = current.map(IncidentFinding::time).orElse(0L);
        if (before.find(version.uid())
                .filter(known -> version.isHeldBy(known.state().version(), appliedUntil)).isPresent()) {
            return new Outcome.Repeated();
        }
        Listing listing = before.with(version);
        return new Outcome.Changed(current.map(incident -> goesOn(incident, update(incident, listing, version, kin)))
                .map(incident -> attended(incident, groups)).orElseGet(() -> open(listing, version, kin, groups)));
    }

    /**
     * Looks at an incident again after the incident of somebody who is part of it has changed.
     *
     * @return empty where it tells the same as before
     */
    public static Optional<IncidentFinding> again(IncidentFinding incident, Kin kin, AssigneeGroups groups) {
        if (Life.of(incident.statusId()) instanceof Life.Closed) {
            return Optional.empty();
        }
        Listing before = Listing.of(incident);
        IncidentFinding.Details known = incident.unmapped().iamwatch();
        Listing listing = Ties.add(before, known.principal(), kin);
        var investigation = Investigator.of(known.principal(), states(listing), kin);
        if (listing.equals(before) && investigation.equals(known.investigation())) {
            return Optional.empty();
        }
        var details = new IncidentFinding.Details(known.uid(), known.key(), known.principal(), states(listing),
                listing.total(), known.blindSpots(), listing.reason(incident.severityId()), known.workflow(),
                investigation);
        Times times = new Times(incident.time(), incident.startTime(), incident.endTime());
        IncidentFinding after = build(Activity.UPDATE, Life.of(incident.statusId()), incident.severityId(), times,
                incident.metadata(), incident.assigneeGroup(), incident.cloud(), listing, details);
        return Optional.of(attended(goesOn(incident, after), groups));
    }

    /** Returns what the incidents of others look at in this one: unless that changes, they need not look again. */
    public static Object toldToKin(IncidentFinding incident) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        return Arrays.asList(Investigator.own(incident), incident.statusId() == IncidentFinding.Status.CLOSED,
                details.workflow().verdict(), details.investigation().credentials(), Ties.told(incident));
    }

    /** Returns the keys of those who are part of an incident: what becomes of them is told in it. */
    public static List<String> kinOf(IncidentFinding incident) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        String account = AccountPartitioner.accountOf(details.key());
        return Relation.of(account, details.principal(), details.alerts()).stream()
                .map(relation -> relation.key(account)).distinct().toList();
    }

    /** As long as nobody has looked, a graver one is the matter of whoever looks after graver ones. */
    private static IncidentFinding attended(IncidentFinding incident, AssigneeGroups groups) {
        if (!(Life.of(incident.statusId()) instanceof Life.New)) {
            return incident;
        }
        return IncidentFinding.of(incident.activityId(), incident.severityId(), incident.statusId(),
                new Times(incident.time(), incident.startTime(), incident.endTime()), incident.message(),
                incident.desc(), new IncidentFinding.Body(incident.metadata(), incident.cloud(),
                        groups.of(Listing.of(incident).lead().state().ruleId(), incident.severityId()),
                        incident.findingInfoList(), incident.unmapped().iamwatch()));
    }

    /** Returns whether an incident lists the alert. */
    public static boolean lists(IncidentFinding incident, String alertUid) {
        return Listing.of(incident).find(alertUid).isPresent();
    }

    /** Returns the alert that tells an incident's story: it stands, it is the most severe, it came first. */
    public static Optional<AlertEntry> lead(IncidentFinding incident) {
        Listing listing = Listing.of(incident);
        return listing.entries().isEmpty() ? Optional.empty() : Optional.of(listing.lead());
    }

    /** A closed incident still learns what becomes of its own alerts; another alert opens another incident. */
    private static boolean takes(IncidentFinding incident, AlertVersion version) {
        return switch (Life.of(incident.statusId())) {
            case Life.Open open -> true;
            case Life.Closed closed -> lists(incident, version.uid());
        };
    }

    /** Work that was done is taken up again when more happens or is undone; a snooze ends when it becomes graver. */
    private static IncidentFinding goesOn(IncidentFinding before, IncidentFinding after) {
        boolean more = Listing.of(after).calling() > Listing.of(before).calling();
        boolean graver = after.severityId().compareTo(before.severityId()) > 0;
        return switch (Life.of(after.statusId())) {
            case Life.Resolved resolved when more || graver ->
                Commands.resumed(after, resolved.inProgress(), after.time(), "reopen", "the story went on");
            case Life.OnHold waiting when graver ->
                Commands.resumed(after, waiting.inProgress(), after.time(), "resume", "it became graver");
            default -> after;
        };
    }

    private static IncidentFinding open(Listing first, AlertVersion version, Kin kin, AssigneeGroups groups) {
        DetectionFinding alert = version.alert();
        Ocsf.Resource principal = principal(version);
        Listing listing = Ties.add(first, principal, kin);
        Times times = new Times(alert.time(), alert.startTime(), alert.endTime());
        var details = new IncidentFinding.Details(IncidentUid.of(version.key(), version.uid()), version.key(),
                principal, states(listing), listing.total(), notes(List.of(), alert), listing.reason(null),
                IncidentFinding.Workflow.UNTOUCHED, Investigator.of(principal, states(listing), kin));
        return attended(build(Activity.CREATE, new Life.New(), null, times, metadata(alert), null, cloud(version),
                listing, details), groups);
    }

    private static IncidentFinding update(IncidentFinding incident, Listing own, AlertVersion version, Kin kin) {
        DetectionFinding alert = version.alert();
        IncidentFinding.Details known = incident.unmapped().iamwatch();
        Times times = new Times(Math.max(incident.time(), alert.time()),
                Math.min(incident.startTime(), alert.startTime()),
                Math.max(incident.endTime(), alert.endTime()));
        Ocsf.Resource principal = newest(known.principal(), version);
        boolean isOver = Life.of(incident.statusId()) instanceof Life.Closed;
        Listing listing = isOver ? own : Ties.add(own, principal, kin);
        var details = new IncidentFinding.Details(known.uid(), version.key(), principal, states(listing),
                listing.total(), notes(known.blindSpots(), alert),
                listing.reason(incident.severityId()), known.workflow(),
                Investigator.of(principal, states(listing), kin));
        return build(Activity.UPDATE, Life.of(incident.statusId()), incident.severityId(), times, metadata(alert),
                incident.assigneeGroup(), incident.cloud(), listing, details);
    }

    /**
     * A name that was deleted and created again is told by its newest incarnation; what no longer stands changes
     * nothing.
     */
    private static Ocsf.Resource newest(Ocsf.Resource known, AlertVersion version) {
        Ocsf.Resource told = principal(version);
        boolean tellsMore = version.alert().stands() && told.uid() != null
                && version.alert().activityId() == Activity.CREATE;
        return known.uid() == null || tellsMore ? told : known;
    }

    private static IncidentFinding build(Activity activity, Life life,
            Severity severityBefore, Times times, Ocsf.Metadata metadata,
            Ocsf.Group assignee, Ocsf.Cloud cloud, Listing listing, IncidentFinding.Details details) {
        String message = message(listing, details);
        String desc = message + ". Alerts: " + details.alertsTotal() + ", standing: " + listing.standing();
        return IncidentFinding.of(activity, listing.severity(severityBefore), life.status(), times,
                AlertBounds.cut(message), AlertBounds.cut(desc), new IncidentFinding.Body(metadata, cloud,
                        assignee, listing.entries().stream().map(AlertEntry::info).toList(), details));
    }

    private static String message(Listing listing, IncidentFinding.Details details) {
        AlertEntry lead = listing.lead();
        String sentence = Sentence.of(details.principal(), lead.state());
        String story = Stream.of(sentence, lead.info().desc(), lead.info().title())
                .filter(text -> text != null && !text.isEmpty()).findFirst()
                .orElse("an alert about " + Sentence.name(details.principal()));
        return lead.state().stands() ? story : "No alert stands any more. It said: " + story;
    }

    private static Ocsf.Metadata metadata(DetectionFinding alert) {
        List<String> labels = alert.metadata() == null ? List.of() : alert.metadata().labels();
        return new Ocsf.Metadata(Ocsf.VERSION, PRODUCT, cut(labels.stream()));
    }

    private static Ocsf.Cloud cloud(AlertVersion version) {
        Ocsf.Cloud cloud = version.alert().cloud();
        String region = cloud == null ? null : AlertBounds.cut(cloud.region(), MAX_NOTE);
        return new Ocsf.Cloud("AWS", Ocsf.Account.aws(AccountPartitioner.accountOf(version.key())), region);
    }

    private static Ocsf.Resource principal(AlertVersion version) {
        return version.alert().resources().stream().filter(it -> it.name() != null || it.uid() != null).findFirst()
                .map(it -> new Ocsf.Resource(AlertBounds.cut(it.name()), AlertBounds.cut(it.uid()),
                        AlertBounds.cut(it.uidAlt(), MAX_NOTE), AlertBounds.cut(it.type(), MAX_NOTE)))
                .orElseGet(() -> new Ocsf.Resource(AlertBounds.cut(version.key()), null, null, null));
    }

    private static List<String> notes(List<String> known, DetectionFinding alert) {
        return cut(Stream.concat(known.stream(), alert.details().blindSpots().stream()));
    }

    private static List<String> cut(Stream<String> texts) {
        return texts.map(text -> AlertBounds.cut(text, MAX_NOTE)).distinct().limit(MAX_NOTES).toList();
    }

    private static List<IncidentFinding.AlertState> states(Listing listing) {
        return listing.entries().stream().map(AlertEntry::state).toList();
    }
}
