package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Seen;
import io.iamwatch.contracts.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What makes the incident of an administrator graver than its gravest alert: that somebody signed in, that what
 * records the account was touched, that what was done against it did not hold. By one step, however much of it
 * there is.
 */
final class Rise {

    private Rise() {
    }

    static Severity raised(Severity severity, List<AlertState> standing) {
        boolean isTop = severity == Severity.CRITICAL;
        return isTop || reasons(standing).isEmpty() ? severity : Severity.of(severity.id() + 1);
    }

    /** Returns what it is, one clause each; nothing where no alert says that it is an administrator. */
    static List<String> reasons(List<AlertState> standing) {
        List<String> reasons = new ArrayList<>();
        if (standing.stream().noneMatch(alert -> alert.about() == null && alert.ta() != null)) {
            return reasons;
        }
        List<Seen> seen = standing.stream().map(AlertState::seen).toList();
        if (seen.stream().flatMap(one -> one.credentials().stream())
                .anyMatch(call -> call.kind() == Seen.CredentialKind.PASSWORD
                        && call.change() == Seen.CredentialChange.USED)) {
            reasons.add("it signed in to the console");
        }
        tampering(standing).ifPresent(alert -> reasons.add("what records or watches the account was touched by "
                + (alert.about() == null ? "it" : alert.about())));
        if (seen.stream().anyMatch(one -> one.measures() != null && one.measures().undone())) {
            reasons.add("what was done against it was undone");
        }
        if (seen.stream().anyMatch(one -> one.succeeding() != null)) {
            reasons.add("calls still succeed after what was done against it");
        }
        return reasons;
    }

    /** What is low is everyday work on something that may carry a trail. */
    private static Optional<AlertState> tampering(List<AlertState> standing) {
        return standing.stream().filter(Ties::isTampering)
                .filter(alert -> alert.severity().compareTo(Severity.LOW) > 0).findFirst();
    }
}
