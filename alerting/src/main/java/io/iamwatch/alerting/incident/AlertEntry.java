package io.iamwatch.alerting.incident;

import io.iamwatch.alerting.investigation.SeenReader;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.List;

/**
 * An alert as an incident lists it: its newest version, in short and within bounds.
 *
 * @param info what goes to {@code finding_info_list}
 * @param state what goes to {@code unmapped.iamwatch.alerts}, at the same place
 */
public record AlertEntry(Ocsf.FindingInfo info, AlertState state) {

    /** Returns a version of an alert in short. */
    public static AlertEntry of(AlertVersion version) {
        DetectionFinding alert = version.alert();
        DetectionFinding.Details details = alert.details();
        Ocsf.FindingInfo info = alert.findingInfo();
        String rule = info.analytic() == null ? null : info.analytic().uid();
        List<Party> parties = Parties.of(alert);
        AlertState state = new AlertState(info.uid(), rule, alert.severityId(), alert.stands(), details.supersededBy(),
                version.id(), details.ta(), details.tb(), details.grade(), details.stillAdmin(), details.provisional(),
                details.path(), parties, SeenReader.of(alert, parties), null);
        return EntryBounds.fit(new AlertEntry(info, state));
    }
}
