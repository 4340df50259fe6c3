package io.iamwatch.detector;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.Locale;

/** An alert in the words of the scenario files. */
public final class AlertWords {

    private AlertWords() {
    }

    public static String of(DetectionFinding alert) {
        DetectionFinding.Details details = alert.details();
        Ocsf.Resource target = alert.resources().getFirst();
        String kind = target.type().substring(target.type().lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
        return alert.findingInfo().analytic().uid() + (kind.equals("user") ? " " + target.name() : "") + " " + kind
                + ":"
                + target.name() + " " + (target.uidAlt() == null ? "unborn" : target.uidAlt())
                + (details.ta() == null ? "" : " ta=" + (details.ta() / 1000 - Scenario.EPOCH))
                + (details.tb() == null ? "" : " tb=" + (details.tb() / 1000 - Scenario.EPOCH))
                + (details.stillAdmin() ? " still" : " lost") + " "
                + alert.severityId().name().toLowerCase(Locale.ROOT) + " " + details.grade()
                + (details.conditional() ? " conditional" : "") + (details.provisional() ? " provisional" : "")
                + (details.orderUnknown() ? " order-unknown" : "") + (details.late() ? " late" : "")
                + (details.future() ? " future" : "") + (details.selfGranted() ? " self" : "") + " links="
                + details.evidencesTotal();
    }
}
