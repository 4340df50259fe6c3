package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.Severity;
import java.util.List;

/**
 * Alerts as replays leave them, for tests: about one user, a critical {@code new-admin-user} unless they say else.
 */
final class ReplayedAlerts {

    private ReplayedAlerts() {
    }

    static ReplayedAlert standing(String uid) {
        return alert(uid, "new-admin-user", Severity.CRITICAL, true, 0, null);
    }

    static ReplayedAlert closed(String uid) {
        return alert(uid, "new-admin-user", Severity.CRITICAL, false, 0, null);
    }

    /** One whose user was so old, in seconds, when it became an administrator. */
    static ReplayedAlert aged(String uid, String rule, long seconds) {
        return alert(uid, rule, Severity.CRITICAL, true, seconds, null);
    }

    /** One that needs so much of its rule's window, in seconds, and was told so long after the grant. */
    static ReplayedAlert reaching(String uid, String rule, long seconds) {
        ReplayedAlert alert = alert(uid, rule, Severity.LOW, true, 0, null);
        return new ReplayedAlert(uid, rule, Severity.LOW, true, alert.target(), alert.how(), alert.path(),
                alert.raised(), new ReplayedAlert.Times(0L, 0L, seconds * 1000, seconds * 1000), null, 0, 1);
    }

    static ReplayedAlert alert(String uid, String rule, Severity severity, boolean stands, long age, String allowedBy) {
        return new ReplayedAlert(uid, rule, severity, stands,
                new ReplayedAlert.Target("111122223333", "mallory", "AWS::IAM::User", "FULL_ADMIN"), "happened",
                List.of(), 10_000, new ReplayedAlert.Times(age * 1000, 0L, age * 1000,
                        rule.equals("new-admin-user") ? (Long) (age * 1000) : null),
                allowedBy, 0, 1);
    }
}
