package io.iamwatch.detector.finding;

import io.iamwatch.contracts.finding.Ocsf.Attack;
import io.iamwatch.contracts.finding.Ocsf.Named;

/** What the rules find, in terms of <a href="https://attack.mitre.org/versions/v17/">MITRE ATT&amp;CK v17</a>. */
final class Mitre {

    private static final String VERSION = "17";
    private static final Named PERSISTENCE = new Named("TA0003", "Persistence");

    static final Attack CREATE_CLOUD_ACCOUNT = new Attack(VERSION, PERSISTENCE, new Named("T1136", "Create Account"),
            new Named("T1136.003", "Cloud Account"));

    static final Attack ADDITIONAL_CLOUD_ROLES = new Attack(VERSION, PERSISTENCE,
            new Named("T1098", "Account Manipulation"), new Named("T1098.003", "Additional Cloud Roles"));

    private Mitre() {
    }
}
