package io.iamwatch.alerting.containment;

import static io.iamwatch.alerting.containment.ShellWord.option;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands against one user, group or role: what to look at, what to cap and deny, which credentials to take.
 *
 * @param kind {@code user}, {@code group} or {@code role}
 * @param name its name
 * @param denyAll ARN of AWSDenyAll in its partition
 * @param keys ids of its access keys that are known
 * @param serviceCredentials ids of its service-specific credentials that are known
 */
record Sequence(String kind, String name, String denyAll, List<String> keys, List<String> serviceCredentials) {

    List<String> look() {
        String whom = whom();
        return switch (kind) {
            case "user" -> List.of("aws iam get-user " + whom, "aws iam list-attached-user-policies " + whom,
                    "aws iam list-user-policies " + whom, "aws iam list-groups-for-user " + whom,
                    "aws iam list-access-keys " + whom, "aws iam list-mfa-devices " + whom,
                    "aws iam get-login-profile " + whom, "aws iam list-service-specific-credentials " + whom);
            case "group" -> List.of("aws iam get-group " + whom, "aws iam list-attached-group-policies " + whom,
                    "aws iam list-group-policies " + whom);
            default -> List.of("aws iam get-role " + whom, "aws iam list-attached-role-policies " + whom,
                    "aws iam list-role-policies " + whom);
        };
    }

    /** A group has no boundary. */
    List<String> capAndDeny() {
        String deny = "aws iam attach-" + kind + "-policy " + whom() + " " + option("--policy-arn", denyAll);
        return kind.equals("group")
                ? List.of(deny)
                : List.of("aws iam put-" + kind + "-permissions-boundary " + whom() + " "
                        + option("--permissions-boundary", denyAll), deny);
    }

    /** Those that are known at once, by their ids; then whatever a list has. */
    List<String> takeCredentials() {
        List<String> commands = new ArrayList<>();
        keys.forEach(id -> commands.add("aws iam update-access-key " + whom() + " --status=Inactive "
                + option("--access-key-id", id)));
        serviceCredentials.forEach(id -> commands.add("aws iam update-service-specific-credential " + whom()
                + " --status=Inactive " + option("--service-specific-credential-id", id)));
        commands.add(each("list-access-keys", "AccessKeyMetadata[].AccessKeyId", "update-access-key",
                "--status=Inactive --access-key-id"));
        commands.add(each("list-service-specific-credentials",
                "ServiceSpecificCredentials[].ServiceSpecificCredentialId", "update-service-specific-credential",
                "--status=Inactive --service-specific-credential-id"));
        commands.add("aws iam delete-login-profile " + whom());
        return commands;
    }

    /** What may have come while these were taken. */
    List<String> listAgain() {
        return List.of("sleep 60", "aws iam list-access-keys " + whom(),
                "aws iam list-service-specific-credentials " + whom(), "aws iam get-login-profile " + whom());
    }

    /** What the console calls AWSRevokeOlderSessions. */
    static String revoke(String role) {
        String now = "'\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\"'";
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\","
                + "\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + now + "\"}}}]}";
        return "aws iam put-role-policy " + option("--role-name", role)
                + " --policy-name=AWSRevokeOlderSessions --policy-document='" + policy + "'";
    }

    /**
     * For whatever a list has: the AWS CLI parts its text output by tabs, and no name in IAM has a blank. Nothing runs
     * for an empty list, which is {@code None} where the whole field is missing.
     */
    String each(String list, String query, String command, String option) {
        return "aws iam " + list + " " + whom() + " --output=text " + option("--query", query)
                + " | tr '\\t' '\\n' | while IFS= read -r one; do [ -z \"$one\" ] || [ \"$one\" = None ] || aws iam "
                + command + " " + whom() + " " + option + "=\"$one\" </dev/null; done";
    }

    String whom() {
        return option("--" + kind + "-name", name);
    }
}
