package io.iamwatch.detector.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.cloudtrail.EventTime;
import io.iamwatch.contracts.finding.AlertBounds;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a CloudTrail record of whatever service as something that a user, or a session, did. What is no CloudTrail
 * record, or stands under another account's key, is nobody's deed here: the topics that hold it say so elsewhere.
 */
public final class DeedReader {

    private static final String TEMPORARY = "ASIA";
    private static final int MAX_ID = 128;
    private static final int MAX_NAME = 128;

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeedReader() {
    }

    /**
     * Reads one record; never throws.
     *
     * @param key the Kafka record's key
     * @param origin where the record stands
     * @return empty where neither a user nor a session with a key of its own called, and it is not about what guards
     * the account's credentials
     */
    public static Optional<IamEvent> read(byte[] bytes, String key, Origin origin) {
        try {
            JsonNode root = JSON.readTree(bytes);
            return root == null || !root.isObject() || !account(root).equals(key)
                    ? Optional.empty()
                    : event(root, bytes, key, origin);
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** Returns a call of IAM, or on the audit trail, as a deed of whoever made it; empty where no user did. */
    public static Optional<IamEvent> of(IamEvent event) {
        Call call = event.call();
        String source = call.eventSource();
        if (source == null || event.change() instanceof Change.Snapshot) {
            return Optional.empty();
        }
        CallResult result = event.change() instanceof Change.Denied ? CallResult.DENIED : CallResult.DONE;
        String issuerType = call.issuerArn() != null && call.issuerArn().contains(":user/") ? "IAMUser" : "";
        return caller(call, false, issuerType, null, serviceOf(source), result, null, null, null)
                .map(acted -> new IamEvent(event.id(), acted, call, event.sha256(), event.origin()));
    }

    private static String account(JsonNode root) {
        String recipient = root.path("recipientAccountId").asText("");
        return recipient.isEmpty() ? root.path("userIdentity").path("accountId").asText("") : recipient;
    }

    private static Optional<IamEvent> event(JsonNode root, byte[] bytes, String account, Origin origin) {
        Optional<Instant> time = EventTime.parse(root.path("eventTime").asText(""));
        String name = AlertBounds.cut(root.path("eventName").textValue(), MAX_NAME);
        String source = root.path("eventSource").textValue();
        if (time.isEmpty() || name == null || source == null) {
            return Optional.empty();
        }
        Call call = CallReader.read(root);
        return acted(root, name, serviceOf(source), call).map(acted -> {
            String sha256 = Sha256.hex(bytes);
            String eventId = AlertBounds.cut(root.path("eventID").textValue(), MAX_ID);
            EventId id = new EventId(account, eventId == null ? sha256 : eventId, name, time.get().getEpochSecond());
            return new IamEvent(id, acted, call, sha256, origin);
        });
    }

    private static Optional<Change.Acted> acted(JsonNode root, String name, String service, Call call) {
        JsonNode issuer = root.path("userIdentity").path("sessionContext").path("sessionIssuer");
        JsonNode response = root.path("responseElements");
        boolean login = name.equals("ConsoleLogin");
        boolean failed = root.hasNonNull("errorCode")
                || (login && !"Success".equals(response.path("ConsoleLogin").asText("")));
        CallResult result = isDenied(root.path("errorCode").asText(""))
                ? CallResult.DENIED
                : failed ? CallResult.FAILED : CallResult.DONE;
        String issued = text(response.path("credentials"), "accessKeyId");
        String as = text(response.path("assumedRoleUser"), "arn");
        String mfa = login ? root.path("additionalEventData").path("MFAUsed").asText("") : "";
        return caller(call, ofAccount(service, name), issuer.path("type").asText(""), text(issuer, "principalId"),
                service, result, issued,
                as == null ? text(response.path("federatedUser"), "arn") : as,
                mfa.equals("Yes") ? Boolean.TRUE : mfa.equals("No") ? Boolean.FALSE : null);
    }

    /** What guards the credentials of everybody matters whoever touches it, root with its own keys too. */
    private static boolean ofAccount(String service, String name) {
        return service.equals("iam") && name.endsWith("AccountPasswordPolicy");
    }

    /** A user by its own name, a federated one by the name of the user who let it in, a session by its key. */
    private static Optional<Change.Acted> caller(Call call, boolean whoever, String issuerType, String issuerId,
            String service,
            CallResult result, String issued, String as, Boolean mfa) {
        String key = call.accessKeyId();
        String session = key != null && key.startsWith(TEMPORARY) ? key : null;
        if ("IAMUser".equals(call.actorType()) && call.actorName() != null) {
            return Optional.of(new Change.Acted(Subject.deeds(cut(call.actorName())), call.principalId(), service,
                    result, session, issued, as, mfa));
        }
        if (issuerType.equals("IAMUser") && call.issuerArn() != null) {
            String user = call.issuerArn().substring(call.issuerArn().lastIndexOf('/') + 1);
            return Optional.of(new Change.Acted(Subject.deeds(cut(user)), issuerId, service, result, session, issued,
                    as, mfa));
        }
        return session == null && !whoever
                ? Optional.empty()
                : Optional.of(new Change.Acted(null, null, service, result, session, issued, as, mfa));
    }

    /** Services spell it in many ways. */
    private static boolean isDenied(String code) {
        return code.contains("AccessDenied") || code.contains("Unauthorized") || code.contains("NotAuthorized");
    }

    private static String serviceOf(String source) {
        int dot = source.indexOf('.');
        return AlertBounds.cut(dot < 0 ? source : source.substring(0, dot), MAX_NAME);
    }

    private static String cut(String name) {
        return AlertBounds.cut(name, MAX_NAME);
    }

    private static String text(JsonNode object, String field) {
        return AlertBounds.cut(object.path(field).textValue(), AlertBounds.MAX_TEXT);
    }
}
