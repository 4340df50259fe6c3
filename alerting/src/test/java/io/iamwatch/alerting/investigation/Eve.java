package io.iamwatch.alerting.investigation;

import static io.iamwatch.contracts.finding.Findings.ATTACK_TIME;

import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.util.List;
import java.util.Optional;

/** Incidents about eve. */
public final class Eve {

    private Eve() {
    }

    /** Returns the incident that gathers these alerts. */
    public static IncidentFinding incident(Told... alerts) {
        Optional<IncidentFinding> incident = Optional.empty();
        for (Told alert : alerts) {
            incident = Optional.of(((Incidents.Outcome.Changed) Incidents.apply(incident, alert.at(1))).incident());
        }
        return incident.orElseThrow();
    }

    /** Returns one in which all that can be known is known. */
    public static IncidentFinding story() {
        return incident(Told.administrator(), Told.by("new-admin-active").did(activity()),
                Told.by("credential-for-other-user").call(8, "christophe", "DeactivateMFADevice",
                        "{'requestParameters':{'userName':'eve','serialNumber':'arn:aws:iam::1:mfa/eve'}}"),
                Told.by("new-admin-contained").how("is partly contained: still an administrator, a credential inactive"
                        + " or deleted; calls still succeed", "the password")
                        .call(50, "ann", "UpdateAccessKey", "{'requestParameters':{'userName':'eve','accessKeyId':"
                                + "'AKIAEVE','status':'Inactive'}}")
                        .still(new StillSucceeding(at(50), 4, at(120), at(180), List.of("s3"))));
    }

    /** Returns what the detector tells of what she did. */
    public static AdminActivity activity() {
        return new AdminActivity(at(0), at(600), 12, 3, at(3), at(9),
                new AdminActivity.Login(at(7), at(7), 1, false, "10.9.9.9"),
                List.of(new AdminActivity.Service("ec2", at(3), at(4), 2, 1),
                        new AdminActivity.Service("s3", at(4), at(9), 8, 2)),
                60, List.of(new AdminActivity.Source("10.9.9.9", at(3), at(9), 12, true)), 1,
                List.of(new AdminActivity.Key("AKIAEVE", at(2), "user christophe", at(3), at(9), 12)), 1,
                List.of(new AdminActivity.Session("ASIA1", "AssumeRole", "arn:aws:sts::1:assumed-role/ops/x",
                        "AKIAEVE", at(4), at(5), at(6), 2),
                        new AdminActivity.Session("ASIA2", "GetSessionToken", null, "AKIAEVE", at(5), null, null, 0)),
                2);
    }

    private static long at(int second) {
        return ATTACK_TIME + second * 1000L;
    }
}
