package io.iamwatch.detector.finding;

import io.iamwatch.contracts.finding.Ocsf.Attack;
import io.iamwatch.contracts.finding.Ocsf.Named;
import io.iamwatch.detector.event.Change;

/** What the rules find, in terms of <a href="https://attack.mitre.org/versions/v17/">MITRE ATT&amp;CK v17</a>. */
final class Mitre {

    private static final String VERSION = "17";
    private static final Named PERSISTENCE = new Named("TA0003", "Persistence");
    private static final Named MANIPULATION = new Named("T1098", "Account Manipulation");

    private static final Attack CREATE_CLOUD_ACCOUNT = new Attack(VERSION, PERSISTENCE,
            new Named("T1136", "Create Account"), new Named("T1136.003", "Cloud Account"));

    private static final Attack ADDITIONAL_CLOUD_ROLES = new Attack(VERSION, PERSISTENCE, MANIPULATION,
            new Named("T1098.003", "Additional Cloud Roles"));

    private static final Attack ADDITIONAL_CLOUD_CREDENTIALS = new Attack(VERSION, PERSISTENCE, MANIPULATION,
            new Named("T1098.001", "Additional Cloud Credentials"));

    private static final Attack CLOUD_LOGS = new Attack(VERSION, new Named("TA0005", "Defense Evasion"),
            new Named("T1562", "Impair Defenses"), new Named("T1562.008", "Disable or Modify Cloud Logs"));

    private static final Attack CLOUD_ACCOUNTS = new Attack(VERSION, new Named("TA0004", "Privilege Escalation"),
            new Named("T1078", "Valid Accounts"), new Named("T1078.004", "Cloud Accounts"));

    private Mitre() {
    }

    /** Returns the technique that an event belongs to. */
    static Attack technique(Change change) {
        return switch (change) {
            case Change.Born born when born.subject().kind() == io.iamwatch.detector.event.EntityKind.USER ->
                CREATE_CLOUD_ACCOUNT;
            case Change.CredentialIssued credential -> ADDITIONAL_CLOUD_CREDENTIALS;
            case Change.Tampered tampered -> CLOUD_LOGS;
            case Change.Acted acted -> CLOUD_ACCOUNTS;
            default -> ADDITIONAL_CLOUD_ROLES;
        };
    }
}
