package io.iamwatch.detector.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import io.iamwatch.contracts.finding.AlertBounds;
import java.io.IOException;
import java.util.Set;

/** Reads CloudTrail records as IAM events. Only the calls that a rule needs are parsed as a tree. */
public final class EventReader {

    /** The IAM calls that the rules need, as {@code eventName} says. Routing has to send each to the identity topic. */
    public static final Set<String> EVENT_NAMES = Set.of("CreateUser", "DeleteUser", "AttachUserPolicy",
            "DetachUserPolicy");

    /** IAM allows 64 characters; the name is part of keys. */
    private static final int MAX_NAME = 128;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventReader() {
    }

    /** What a record came to. */
    public sealed interface Reading {

        /** A call that a rule needs. */
        record Relevant(IamEvent event) implements Reading {
        }

        /** A CloudTrail record that no rule needs: another call, or a failed one. */
        record Irrelevant() implements Reading {
        }

        /**
         * A call that a rule needs, without its target: CloudTrail omits parameters that are large.
         *
         * @param reason what is missing
         */
        record Unresolved(String reason) implements Reading {
        }

        /**
         * No CloudTrail record, or one without an account.
         *
         * @param reason why, for people; holds nothing of the bytes
         */
        record Poison(String reason) implements Reading {
        }

        /**
         * A record that stands in another account's place.
         *
         * @param account the account whose record it is
         */
        record Misplaced(String account) implements Reading {
        }
    }

    /**
     * Reads one record; never throws.
     *
     * @param bytes the record's JSON
     * @param key the Kafka record's key; null where a foreign producer set none
     * @param origin where the record stands
     */
    public static Reading read(byte[] bytes, String key, Origin origin) {
        return switch (RecordReader.read(bytes, 0, bytes.length)) {
            case RecordReader.Outcome.Unusable(String reason) -> new Reading.Poison(reason);
            case RecordReader.Outcome.CloudTrail(RecordSummary summary) -> read(bytes, key, origin, summary);
        };
    }

    private static Reading read(byte[] bytes, String key, Origin origin, RecordSummary summary) {
        String account = summary.account().orElse(key);
        if (account == null || !RecordReader.isAccount(account)) {
            return new Reading.Poison("CloudTrail record without an account, under a key that is none");
        }
        if (!account.equals(key)) {
            return new Reading.Misplaced(account);
        }
        if (summary.failed() || !summary.service().equals("iam") || !EVENT_NAMES.contains(summary.eventName())) {
            return new Reading.Irrelevant();
        }
        try {
            return resolve(bytes, account, origin, summary, JSON.readTree(bytes));
        } catch (IOException | RuntimeException malformed) {
            // Jackson throws the latter too, on JSON that is absurd enough.
            return new Reading.Poison("malformed JSON");
        }
    }

    private static Reading resolve(byte[] bytes, String account, Origin origin, RecordSummary summary, JsonNode root) {
        JsonNode parameters = object(root.path("requestParameters"));
        String userName = AlertBounds.cut(text(parameters, "userName"), MAX_NAME);
        if (userName == null) {
            return new Reading.Unresolved(summary.eventName() + " without requestParameters.userName");
        }
        JsonNode created = object(root.path("responseElements")).path("user");
        String policyArn = text(parameters, "policyArn");
        if (policyArn == null && summary.eventName().endsWith("UserPolicy")) {
            return new Reading.Unresolved(summary.eventName() + " without requestParameters.policyArn");
        }
        Change change = switch (summary.eventName()) {
            case "CreateUser" -> new Change.UserCreated(userName, text(created, "userId"), text(created, "arn"));
            case "DeleteUser" -> new Change.UserDeleted(userName);
            case "AttachUserPolicy" -> new Change.PolicyAttached(userName, policyArn);
            case "DetachUserPolicy" -> new Change.PolicyDetached(userName, policyArn);
            default -> throw new IllegalStateException("an event name of EVENT_NAMES without a change");
        };
        String sha256 = Sha256.hex(bytes);
        String eventId = text(root, "eventID");
        EventId id = new EventId(account, eventId == null ? sha256 : eventId, summary.eventName(),
                summary.eventTime().getEpochSecond());
        String quotable = bytes.length <= AlertBounds.MAX_RAW_RECORD_BYTES ? new String(bytes, UTF_8) : null;
        return new Reading.Relevant(new IamEvent(id, change, CallReader.read(root), quotable, sha256, origin));
    }

    /** Some services give an object as a string that holds JSON. */
    private static JsonNode object(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return JSON.readTree(node.textValue());
        } catch (JsonProcessingException plainText) {
            return MissingNode.getInstance();
        }
    }

    private static String text(JsonNode object, String field) {
        return AlertBounds.cut(object.path(field).textValue());
    }
}
