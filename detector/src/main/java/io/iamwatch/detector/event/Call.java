package io.iamwatch.detector.event;

/**
 * Who made a call, from where, and how sure AWS was of them: what evidence quotes of a record. All of it but the
 * account is the caller's to choose or to provoke: hostile text.
 *
 * @param actorType {@code userIdentity.type}
 * @param actorName the user, or the role that issued the session
 * @param sessionName the session's name; null where there is no session of a role
 * @param actorArn {@code userIdentity.arn}
 * @param principalId {@code userIdentity.principalId}
 * @param accessKeyId {@code userIdentity.accessKeyId}
 * @param actorAccount {@code userIdentity.accountId}
 * @param issuerArn ARN of what issued the session
 * @param mfa whether MFA authenticated the session; null where CloudTrail does not say, as with long-term keys
 * @param invokedBy the AWS service that called on the actor's behalf
 * @param sourceAddress {@code sourceIPAddress}: an address or the name of a service
 * @param userAgent the caller's word for itself
 * @param region {@code awsRegion}
 * @param eventSource {@code eventSource}
 * @param requestId {@code requestID}
 */
public record Call(String actorType, String actorName, String sessionName, String actorArn, String principalId,
        String accessKeyId, String actorAccount, String issuerArn, Boolean mfa, String invokedBy, String sourceAddress,
        String userAgent, String region, String eventSource, String requestId) {

    /** What calls on its own credentials call the root user. */
    private static final String ROOT_USER = "AWS ROOT USER";

    /**
     * Returns what identifies the actor over its sessions: the stable part of its principal id, else its issuer's or
     * its own ARN, else what is there.
     */
    public String identity() {
        if (principalId != null && !principalId.isEmpty()) {
            int colon = principalId.indexOf(':');
            return colon > 0 ? principalId.substring(0, colon) : principalId;
        }
        return issuerArn != null ? issuerArn : actorArn != null ? actorArn : invokedBy != null ? invokedBy : actor();
    }

    /** Returns whether the caller is this very user or role. */
    public boolean is(EntityKind kind, String name, String uniqueId) {
        if ("Root".equals(actorType)) {
            return kind == EntityKind.USER && ROOT_USER.equals(name);
        }
        if (uniqueId != null && principalId != null) {
            return identity().equals(uniqueId);
        }
        String type = kind == EntityKind.USER ? "IAMUser" : kind == EntityKind.ROLE ? "AssumedRole" : null;
        return type != null && type.equals(actorType) && name.equalsIgnoreCase(actorName);
    }

    /** Returns the actor in words: {@code user christophe}, {@code role ci-deploy (session build-7)}. */
    public String actor() {
        if (actorName == null) {
            return actorType == null ? "an unnamed caller" : unnamed();
        }
        String session = sessionName == null ? "" : " (session " + sessionName + ")";
        return kind() + " " + actorName + session;
    }

    private String unnamed() {
        return switch (actorType) {
            case "Root" -> "the root user";
            case "AWSService" -> "AWS service " + (invokedBy == null ? "unknown" : invokedBy);
            default -> actorArn == null ? actorType : actorType + " " + actorArn;
        };
    }

    private String kind() {
        return switch (actorType == null ? "" : actorType) {
            case "AssumedRole" -> "role";
            case "FederatedUser" -> "federated user";
            case "Root" -> "the root user";
            default -> "user";
        };
    }
}
