package io.iamwatch.detector.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.AlertBounds;

/**
 * Reads who made a call. {@code userIdentity} comes in dozens of shapes; whatever is not there is null. See
 * <a href=
 * "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">the
 * userIdentity element</a>.
 */
final class CallReader {

    private static final int MAX_FIELD = 256;

    private CallReader() {
    }

    static Call read(JsonNode root) {
        JsonNode identity = root.path("userIdentity");
        JsonNode session = identity.path("sessionContext");
        JsonNode issuer = session.path("sessionIssuer");
        String type = text(identity, "type");
        String arn = text(identity, "arn");
        boolean ofRole = "AssumedRole".equals(type);
        String name = ofRole ? text(issuer, "userName") : text(identity, "userName");
        return new Call(type, name == null ? nameInArn(arn) : name, ofRole ? afterLastSlash(arn) : null, arn,
                text(identity, "principalId"), text(identity, "accessKeyId"), text(identity, "accountId"),
                text(issuer, "arn"), mfa(session.path("attributes").path("mfaAuthenticated")),
                text(identity, "invokedBy"), text(root, "sourceIPAddress"), text(root, "userAgent"),
                text(root, "awsRegion"), text(root, "eventSource"), text(root, "requestID"));
    }

    /** CloudTrail writes it as a string; absent means unknown, not false. */
    private static Boolean mfa(JsonNode value) {
        return switch (value.asText("")) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** {@code arn:aws:sts::1:assumed-role/NAME/SESSION} and {@code arn:aws:iam::1:user/path/NAME}. */
    private static String nameInArn(String arn) {
        if (arn == null || arn.endsWith(":root")) {
            return null;
        }
        String[] parts = arn.split("/", -1);
        return parts.length < 2 ? null : arn.contains(":assumed-role/") ? parts[1] : parts[parts.length - 1];
    }

    private static String afterLastSlash(String arn) {
        return arn == null || arn.indexOf('/') < 0 ? null : arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Most of it is the caller's to choose, and every fact keeps it: only an ARN may be long. */
    private static String text(JsonNode object, String field) {
        String text = object.path(field).textValue();
        return text == null ? null : AlertBounds.cut(text, field.equals("arn") ? AlertBounds.MAX_TEXT : MAX_FIELD);
    }
}
