package io.iamwatch.alerting.notify;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a sink is told to try it: nobody can take it for an attack. */
public final class TrialNotification {

    /** No account of AWS. */
    public static final String ACCOUNT = "000000000000";

    private static final String RULE = "test-of-a-sink";
    private static final String SENTENCE = "TEST: somebody tries whether iamwatch can tell this sink; "
            + "no account is attacked, and there is nothing to do";

    private TrialNotification() {
    }

    /**
     * Returns a notification about an incident that does not exist.
     *
     * @param run makes its ids different from those of other trials
     */
    public static Notification of(Kind kind, String run, Instant now) {
        String uid = "test-" + run;
        var resource = new Ocsf.Resource("TEST-no-user", null, null, "AWS::IAM::User");
        var details = new IncidentFinding.Details(uid, ACCOUNT + "/user:test-no-user", resource, List.of(), 0,
                List.of(), "TEST", null, null);
        var body = new IncidentFinding.Body(
                new Ocsf.Metadata(Ocsf.VERSION, new Ocsf.Product("iamwatch", "iamwatch", null), List.of()),
                new Ocsf.Cloud("AWS", Ocsf.Account.aws(ACCOUNT), null), null, List.of(), details);
        long time = now.toEpochMilli();
        var incident = IncidentFinding.of(kind == Kind.OPENED ? Activity.CREATE : Activity.CLOSE, Severity.CRITICAL,
                kind == Kind.OPENED ? Status.NEW : Status.CLOSED, new IncidentFinding.Times(time, time, time),
                SENTENCE, SENTENCE, body);
        return new Notification(ACCOUNT + "/" + uid + "-" + kind.name().toLowerCase(Locale.ROOT), kind,
                ACCOUNT, time, Severity.CRITICAL, List.of(RULE), false, List.of("TEST: this is a test"), incident,
                List.of());
    }
}
