package io.iamwatch.detector.policy;

import java.util.Set;

/**
 * {@code Principal} or {@code NotPrincipal} of a statement; empty in an identity policy.
 *
 * @param aws the values under {@code AWS}: ARNs, unique ids, account ids, or a star
 * @param inverted whether it is everybody but these
 */
record Principals(Set<String> aws, boolean inverted) {

    static final Principals NONE = new Principals(Set.of(), false);

    boolean isAnyone() {
        return inverted || aws.contains("*");
    }

    /** Returns whether it names this principal: by ARN, by unique id, or by a session of the role. */
    boolean names(String arn, String uniqueId) {
        if (aws.contains(arn) || (uniqueId != null && aws.contains(uniqueId))) {
            return true;
        }
        String sessions = sessionsOf(arn);
        return sessions != null && aws.stream().anyMatch(named -> named.startsWith(sessions));
    }

    /** Returns how the ARNs of a role's sessions begin: without the role's path. Null for other principals. */
    private static String sessionsOf(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[5].startsWith("role/")) {
            return null;
        }
        String name = parts[5].substring(parts[5].lastIndexOf('/') + 1);
        return parts[0] + ":" + parts[1] + ":sts::" + parts[4] + ":assumed-role/" + name + "/";
    }

    boolean namesAccount(String account) {
        return aws.contains(account) || aws.stream()
                .anyMatch(named -> named.endsWith(":iam::" + account + ":root"));
    }

    /** Returns whether one of the values is of another account. */
    boolean namesOtherThan(String account) {
        return aws.stream().map(Principals::accountOf).anyMatch(named -> !named.isEmpty() && !named.equals(account));
    }

    /** Returns the account of an ARN or of a bare account id; empty where it has none, as unique ids have. */
    private static String accountOf(String principal) {
        String[] parts = principal.split(":", 6);
        if (parts.length == 6) {
            return parts[4];
        }
        return principal.matches("[0-9]{12}") ? principal : "";
    }
}
