package io.iamwatch.detector;

import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                + details.evidencesTotal() + of(details.activity(), details.stillSucceeding());
    }

    /** Returns what somebody did, in words that begin with a blank; nothing where that is not told. */
    static String of(AdminActivity activity, StillSucceeding succeeding) {
        String words = succeeding == null ? "" : " succeeding=" + succeeding.calls();
        return activity == null
                ? words
                : words + " calls=" + activity.calls() + " denied=" + activity.denied()
                        + (activity.login() == null ? "" : " login") + " services="
                        + join(activity.services().stream().map(AdminActivity.Service::name)) + " sources="
                        + activity.sourcesTotal() + " new-sources="
                        + activity.sources().stream().filter(AdminActivity.Source::isNew).count() + " keys="
                        + activity.keysTotal() + " sessions="
                        + join(activity.sessions().stream().map(AdminActivity.Session::uid));
    }

    private static String join(Stream<String> names) {
        return names.collect(Collectors.joining(","));
    }
}
