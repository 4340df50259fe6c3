package io.iamwatch.alerting.console.view;

import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.util.Locale;
import java.util.Set;

/**
 * Which incidents a list shows. An empty text lets all pass.
 *
 * @param status those that it may have
 * @param atLeast how severe it is at least
 * @param account the account, or how its id begins
 * @param rule the id of a rule of which it has an alert
 * @param text what stands somewhere in the principal's name or ARN, in the sentence or the uid, in any case
 * @param assignee who looks after it, in any case
 */
public record Filter(Set<Status> status, Severity atLeast, String account, String rule, String text,
        String assignee) {

    /** Those that are not over. */
    public static final Set<Status> OPEN = Set.of(Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD, Status.RESOLVED);

    /** All that are open. */
    public static final Filter OPEN_ONES = new Filter(OPEN, Severity.INFORMATIONAL, "", "", "", "");

    /** Keeps copies. */
    public Filter {
        status = Set.copyOf(status);
    }

    /** Returns whether a list with this filter shows an incident. */
    public boolean passes(IncidentRow row) {
        return status.contains(row.status()) && row.severity().compareTo(atLeast) >= 0
                && row.account().startsWith(account) && (rule.isEmpty() || row.rules().contains(rule))
                && (assignee.isEmpty() || assignee.equalsIgnoreCase(row.assignee())) && says(row);
    }

    private boolean says(IncidentRow row) {
        return text.isEmpty() || holds(row.principal()) || holds(row.arn()) || holds(row.message())
                || row.uid().startsWith(text);
    }

    private boolean holds(String where) {
        return where != null && where.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
