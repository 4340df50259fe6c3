package io.iamwatch.deploy.demo;

import io.iamwatch.contracts.finding.IncidentFinding;

/** The rule that the recorded attack must meet: {@code new-admin-user}. */
public final class CoreRule {

    private static final String UID = "new-admin-user";

    private CoreRule() {
    }

    /** Returns whether one of the incident's alerts is of that rule. */
    public static boolean isIn(IncidentFinding incident) {
        return incident.findingInfoList().stream().anyMatch(info -> UID.equals(info.analytic().uid()));
    }
}
