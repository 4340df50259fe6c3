package io.iamwatch.alerting.console;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import io.iamwatch.contracts.serde.JsonSerde;
import java.util.Optional;

/** Incidents that consoles of tests show. */
public final class Shown {

    private Shown() {
    }

    /** Returns the incident of the canonical attack. */
    public static IncidentFinding attack() {
        return of(Alerts.attack());
    }

    /** Returns the incident of an alert about the user whom it names. */
    public static IncidentFinding of(Alerts alert) {
        var version = new AlertVersion(Alerts.ACCOUNT + "/user:" + alert.user(), alert.ceId(1), alert.finding());
        return ((Incidents.Outcome.Changed) Incidents.apply(Optional.empty(), version)).incident();
    }

    /** Returns the attack on somebody else. */
    public static IncidentFinding about(String user) {
        return of(Alerts.attack().people(user, "christophe", "christophe", null, "agent"));
    }

    /** Returns an incident with another status, and what was done with it. */
    public static IncidentFinding worked(IncidentFinding incident, Status status, Workflow workflow) {
        IncidentFinding.Details known = incident.unmapped().iamwatch();
        return IncidentFinding.of(incident.activityId(), incident.severityId(), status,
                new IncidentFinding.Times(incident.time(), incident.startTime(), incident.endTime()),
                incident.message(), incident.desc(), new IncidentFinding.Body(incident.metadata(), incident.cloud(),
                        incident.assigneeGroup(), incident.findingInfoList(), known.with(workflow)));
    }

    /** Returns an incident with one more command in its log. */
    public static IncidentFinding logged(IncidentFinding incident, Status status, Verdict verdict, LogEntry entry) {
        Workflow before = incident.unmapped().iamwatch().workflow();
        return worked(incident, status, new Workflow(before.assignee(), verdict, null,
                java.util.stream.Stream.concat(before.log().stream(), java.util.stream.Stream.of(entry)).toList(),
                before.logTotal() + 1));
    }

    /** Puts an incident into a view, as it would come from that place of the topic. */
    public static void put(IncidentView view, IncidentFinding incident, int partition, long offset) {
        byte[] json = JsonSerde.incidents().serializer().serialize("incidents", incident);
        view.put(IncidentRow.of(incident, offset), Packed.of(json), partition, offset);
    }

    /** Returns the uid of an incident. */
    public static String uid(IncidentFinding incident) {
        return incident.unmapped().iamwatch().uid();
    }
}
