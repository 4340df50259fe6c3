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

    static ReplayedAlert alert(String uid, String rule, Severity severity, boolean stands, long age, String allowedBy) {
        return new ReplayedAlert(uid, rule, severity, stands,
                new ReplayedAlert.Target("111122223333", "mallory", "AWS::IAM::User", "FULL_ADMIN"), "happened",
                List.of(), 10_000, new ReplayedAlert.Times(age * 1000, 0L, age * 1000), allowedBy, 0, 1);
    }
}
