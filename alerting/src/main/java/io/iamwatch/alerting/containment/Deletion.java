package io.iamwatch.alerting.containment;

import java.util.ArrayList;
import java.util.List;

/**
 * How to take away for good what made a principal an administrator, and to delete it: in the
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html">order that IAM asks for</a>.
 */
final class Deletion {

    private final Sequence of;
    private final List<String> commands = new ArrayList<>();

    private Deletion(Sequence of) {
        this.of = of;
    }

    static List<String> commands(Sequence of) {
        Deletion deletion = new Deletion(of);
        switch (of.kind()) {
            case "user" -> deletion.user();
            case "group" -> deletion.each("get-group", "Users[].UserName", "remove-user-from-group", "--user-name");
            default -> deletion.each("list-instance-profiles-for-role", "InstanceProfiles[].InstanceProfileName",
                    "remove-role-from-instance-profile", "--instance-profile-name");
        }
        deletion.policies();
        // The boundary stays: nothing asks for it to go first, and it denies until the end.
        deletion.commands.add("aws iam delete-" + of.kind() + " " + of.whom());
        return deletion.commands;
    }

    private void user() {
        each("list-access-keys", "AccessKeyMetadata[].AccessKeyId", "delete-access-key", "--access-key-id");
        commands.add("aws iam delete-login-profile " + of.whom());
        each("list-mfa-devices", "MFADevices[].SerialNumber", "deactivate-mfa-device", "--serial-number");
        each("list-service-specific-credentials", "ServiceSpecificCredentials[].ServiceSpecificCredentialId",
                "delete-service-specific-credential", "--service-specific-credential-id");
        each("list-signing-certificates", "Certificates[].CertificateId", "delete-signing-certificate",
                "--certificate-id");
        each("list-ssh-public-keys", "SSHPublicKeys[].SSHPublicKeyId", "delete-ssh-public-key",
                "--ssh-public-key-id");
        each("list-groups-for-user", "Groups[].GroupName", "remove-user-from-group", "--group-name");
    }

    private void policies() {
        String kind = of.kind();
        each("list-attached-" + kind + "-policies", "AttachedPolicies[].PolicyArn", "detach-" + kind + "-policy",
                "--policy-arn");
        each("list-" + kind + "-policies", "PolicyNames[]", "delete-" + kind + "-policy", "--policy-name");
    }

    private void each(String list, String query, String command, String option) {
        commands.add(of.each(list, query, command, option));
    }
}
