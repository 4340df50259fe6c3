package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.iam.Fact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the records of {@code iamwatch.baseline}: parts of an account's IAM snapshot, in the shape that
 * <a href= "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html"
 * >GetAccountAuthorizationDetails</a> answers with, as the AWS command line writes it.
 */
public final class BaselineReader {

    /** Ids are part of event ids. */
    static final int MAX_ID = 64;

    /** A snapshot does not tell who did what it found. */
    private static final Call NOBODY = new Call("the IAM snapshot", null, null, null, null, null, null, null, null,
            null, null, null, null, null, null);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private BaselineReader() {
    }

    /** What a record came to. */
    public sealed interface Reading {

        /**
         * A part of a snapshot.
         *
         * @param baseline the snapshot's id, the same for all its parts
         * @param account whose it is
         * @param startSecond when it began, seconds since 1970
         * @param events one {@link Change.Snapshot} an entity
         * @param skipped entities that cannot be used: without a name, with an absurd one, another account's, repeated
         */
        record Part(String baseline, String account, long startSecond, List<IamEvent> events,
                int skipped) implements Reading {

            /** Keeps a copy. */
            public Part {
                events = List.copyOf(events);
            }
        }

        /**
         * No part of a snapshot.
         *
         * @param reason why, for people; holds nothing of the bytes
         */
        record Poison(String reason) implements Reading {
        }

        /**
         * A part that stands in another account's place.
         *
         * @param account the account whose it is
         */
        record Misplaced(String account) implements Reading {
        }
    }

    /**
     * Reads one record; never throws.
     *
     * @param value the record's value; null where it has none
     * @param key the record's key; null where a foreign producer set none
     * @param origin where the record stands
     */
    public static Reading read(byte[] value, String key, Origin origin) {
        if (value == null) {
            return new Reading.Poison("baseline without a value");
        }
        try {
            return read(JSON.readTree(value), value, key, origin);
        } catch (IOException | RuntimeException malformed) {
            // Jackson throws the latter too, on JSON that is absurd enough.
            return new Reading.Poison("baseline is malformed JSON");
        }
    }

    private static Reading read(JsonNode root, byte[] value, String key, Origin origin) {
        String baseline = root.path("baseline").textValue();
        String account = root.path("account").textValue();
        Long start = SnapshotSecond.of(root.path("start"));
        if (baseline == null || baseline.isEmpty() || baseline.length() > MAX_ID) {
            return new Reading.Poison("baseline without an id, or with an absurd one");
        }
        if (account == null || !RecordReader.isAccount(account)) {
            return new Reading.Poison("baseline without an account");
        }
        if (!account.equals(key)) {
            return new Reading.Misplaced(account);
        }
        if (start == null) {
            return new Reading.Poison("baseline without a start in seconds since 1970");
        }
        if (!root.path("details").isObject()) {
            return new Reading.Poison("baseline without details");
        }
        return new PartReader(baseline, account, start, Sha256.hex(value), origin).read(root.path("details"));
    }

    private record PartReader(String baseline, String account, long start, String sha256, Origin origin) {

        Reading.Part read(JsonNode details) {
            List<IamEvent> events = new ArrayList<>();
            Set<EventId> seen = new HashSet<>();
            int entities = 0;
            for (DetailList list : DetailList.values()) {
                for (JsonNode entity : details.path(list.field())) {
                    entities++;
                    event(list, entity).filter(event -> seen.add(event.id())).ifPresent(events::add);
                }
            }
            return new Reading.Part(baseline, account, start, events, entities - events.size());
        }

        private Optional<IamEvent> event(DetailList list, JsonNode entity) {
            return EntityReader.read(list, entity, account).map(snapshot -> new IamEvent(id(snapshot), snapshot, NOBODY,
                    sha256, origin));
        }

        /** What was created while the snapshot was taken was found after that. */
        private EventId id(Change.Snapshot snapshot) {
            String entity = snapshot.subject().kind().word() + "/" + snapshot.subject().key();
            long found = snapshot.created() == null ? start : Math.max(start, snapshot.created());
            return new EventId(account, baseline + "/" + entity, Fact.BASELINE, found);
        }
    }
}
