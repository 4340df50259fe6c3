package io.iamwatch.detector.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import io.iamwatch.contracts.finding.AlertBounds;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads CloudTrail records as IAM events. Only the calls that a rule needs are parsed as a tree. */
public final class EventReader {

    /** The IAM calls that the rules need, as {@code eventName} says. Routing has to send each to the identity topic. */
    public static final Set<String> EVENT_NAMES = Set.copyOf(IamCalls.names());

    private static final String IAM = "iam";
    private static final int MAX_ID = 128;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventReader() {
    }

    /** What a record came to. */
    public sealed interface Reading {

        /** A call that a rule needs. */
        record Relevant(IamEvent event) implements Reading {
        }

        /**
         * A CloudTrail record that no rule needs: another call, or one that failed for another reason than a denial.
         */
        record Irrelevant() implements Reading {
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
        if (!isNeeded(summary)) {
            return new Reading.Irrelevant();
        }
        try {
            return resolve(bytes, account, origin, summary, JSON.readTree(bytes));
        } catch (IOException | RuntimeException malformed) {
            // Jackson throws the latter too, on JSON that is absurd enough.
            return new Reading.Poison("malformed JSON");
        }
    }

    private static boolean isNeeded(RecordSummary summary) {
        if (summary.service().equals(IAM)) {
            return summary.failed() ? summary.write() : EVENT_NAMES.contains(summary.eventName());
        }
        return !summary.failed() && (TrailCalls.names(summary.service()).contains(summary.eventName())
                || (CenterCalls.SERVICES.contains(summary.service())
                        && CenterCalls.isGrant(summary.service(), summary.eventName())));
    }

    private static Reading resolve(byte[] bytes, String account, Origin origin, RecordSummary summary, JsonNode root) {
        Call call = CallReader.read(root);
        Change change = change(root, account, summary, call);
        if (change == null) {
            return new Reading.Irrelevant();
        }
        String sha256 = Sha256.hex(bytes);
        String eventId = AlertBounds.cut(root.path("eventID").textValue(), MAX_ID);
        EventId id = new EventId(account, eventId == null ? sha256 : eventId, summary.eventName(),
                summary.eventTime().getEpochSecond());
        return new Reading.Relevant(new IamEvent(id, change, call, sha256, origin));
    }

    private static Change change(JsonNode root, String account, RecordSummary summary, Call call) {
        String name = summary.eventName();
        if (summary.failed()) {
            return DeniedCall.isDenied(root) ? DeniedCall.read(name, root, call) : null;
        }
        Parameters parameters = Parameters.of(root);
        if (TrailCalls.names(summary.service()).contains(name)) {
            return TrailCalls.read(summary.service(), name, parameters, call);
        }
        if (!summary.service().equals(IAM)) {
            return CenterCalls.read(name, parameters);
        }
        try {
            return IamCalls.reader(name).apply(parameters);
        } catch (Parameters.MissingParameterException missing) {
            EntityKind grantee = IamCalls.granteeOf(name);
            return grantee == null
                    ? null
                    : new Change.Omitted(new Subject(EntityKind.ACCOUNT, account), name, grantee, null);
        }
    }

    /**
     * Returns what a creation of which CloudTrail left out what was created tells besides: a policy without its
     * document, a role without its trust policy. Its name is in the response all the same.
     */
    public static Optional<IamEvent> leftOut(IamEvent event) {
        boolean isLeftOut = event.change() instanceof Change.Born born && born.document() == null
                && (born.subject().kind() == EntityKind.POLICY || born.subject().kind() == EntityKind.ROLE);
        return isLeftOut
                ? Optional.of(new IamEvent(event.id(),
                        new Change.Omitted(new Subject(EntityKind.ACCOUNT, event.id().account()),
                                event.id().eventName(), event.change().subject().kind(),
                                event.change().subject().name()),
                        event.call(), event.sha256(), event.origin()))
                : Optional.empty();
    }
}
