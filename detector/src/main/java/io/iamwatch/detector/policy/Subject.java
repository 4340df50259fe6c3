package io.iamwatch.detector.policy;

import java.util.List;

/**
 * Who makes the request that a policy is asked about. For a group that is a member of whom nothing is known.
 *
 * @param userName null for a role
 * @param uniqueId null where it is not known
 * @param adminPolicies what it could give, of the account's own
 */
record Subject(String partition, String account, PrincipalKind kind, String userName, String arn, String uniqueId,
        List<Surroundings.AdminPolicy> adminPolicies) {

    private static final String ANY_MEMBER = "zq7-any-member";

    /** What a policy variable or condition key stands for: {@code text} is null where the request has none. */
    record Value(String text, boolean known) {
        static final Value ABSENT = new Value(null, true);
        static final Value UNKNOWN = new Value(null, false);

        static Value of(String text) {
            return text == null ? UNKNOWN : new Value(text, true);
        }
    }

    static Subject of(Standpoint standpoint) {
        List<Surroundings.AdminPolicy> adminPolicies = standpoint.surroundings().adminPolicies();
        return switch (standpoint.kind()) {
            case USER -> new Subject(standpoint.partition(), standpoint.account(), PrincipalKind.USER,
                    standpoint.name(), standpoint.arn(), standpoint.userId(), adminPolicies);
            case GROUP -> anyMember(standpoint.partition(), standpoint.account(), adminPolicies);
            case ROLE -> new Subject(standpoint.partition(), standpoint.account(), PrincipalKind.ROLE, null,
                    standpoint.arn(), standpoint.userId(), adminPolicies);
        };
    }

    /** Reads who an ARN of a user or a role is. */
    static Subject of(String arn, String uniqueId) {
        String[] parts = arn.split(":", 6);
        boolean whole = parts.length == 6;
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        boolean role = whole && parts[5].startsWith("role/");
        return new Subject(whole ? parts[1] : "", whole ? parts[4] : "", role ? PrincipalKind.ROLE : PrincipalKind.USER,
                role ? null : name, arn, uniqueId, List.of());
    }

    private static Subject anyMember(String partition, String account,
            List<Surroundings.AdminPolicy> adminPolicies) {
        return new Subject(partition, account, PrincipalKind.USER, ANY_MEMBER,
                "arn:" + partition + ":iam::" + account + ":user/" + ANY_MEMBER, null, adminPolicies);
    }

    /** Returns the value of a condition key in lower case, as far as the principal alone decides it. */
    Value value(String key) {
        return switch (key) {
            case "aws:username" -> userName == null ? Value.ABSENT : Value.of(userName);
            case "aws:principalarn" -> Value.of(arn);
            case "aws:principalaccount" -> Value.of(account);
            case "aws:principaltype" -> Value.of(kind == PrincipalKind.ROLE ? "AssumedRole" : "User");
            // A role's ends in the name of the session.
            case "aws:userid" -> Value.of(kind == PrincipalKind.ROLE ? null : uniqueId);
            default -> Value.UNKNOWN;
        };
    }

    /** Returns the same under the ARN that it once had; null is no ARN at all. */
    Subject as(String otherArn) {
        return new Subject(partition, account, kind, userName, otherArn == null ? "" : otherArn, uniqueId,
                adminPolicies);
    }

    /** Returns where IAM is in this partition. */
    Value iamRegion() {
        return switch (partition) {
            case "aws" -> Value.of("us-east-1");
            case "aws-cn" -> Value.of("cn-north-1");
            case "aws-us-gov" -> Value.of("us-gov-west-1");
            default -> Value.UNKNOWN;
        };
    }

    /** Returns the pattern of every ARN of one kind of IAM resource in this account. */
    Glob every(String kindOfResource) {
        return Glob.ofTokens("arn:" + partition + ":iam::" + account + ":" + kindOfResource + "/" + Glob.ONE
                + Glob.MANY);
    }

    /** Returns the pattern of every ARN of an action's service. */
    Glob everythingOf(Action action) {
        String service = action.lowerCaseName().substring(0, action.lowerCaseName().indexOf(':'));
        return Glob.ofTokens("arn:" + partition + ":" + service + ":" + Glob.MANY);
    }
}
