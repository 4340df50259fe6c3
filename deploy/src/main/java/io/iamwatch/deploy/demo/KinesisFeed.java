package io.iamwatch.deploy.demo;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts payloads into a stream and remembers when Kinesis answered that it has them. */
public final class KinesisFeed {

    private static final int ATTEMPTS = 5;

    /** Kinesis takes 5 MiB a request; payloads are small. */
    private static final int ENTRIES_A_REQUEST = 100;

    private final KinesisClient kinesis;
    private final String stream;
    private final InstantSource wallClock;
    private final Map<String, Long> acceptedMicros = new ConcurrentHashMap<>();

    /** Creates a feed into one stream. */
    public KinesisFeed(KinesisClient kinesis, String stream, InstantSource wallClock) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.wallClock = wallClock;
    }

    /**
     * Puts payloads in order by PutRecords; what Kinesis refused is put again.
     *
     * @throws IllegalStateException if Kinesis still refuses some of it after several attempts
     */
    public void put(List<byte[]> payloads) {
        // One partition key for all that is put together, or the shards would deliver it in any order.
        String partitionKey = UUID.randomUUID().toString();
        List<PutRecordsRequestEntry> entries = payloads.stream().map(payload -> PutRecordsRequestEntry.builder()
                .data(SdkBytes.fromByteArray(payload)).partitionKey(partitionKey).build()).toList();
        for (int from = 0; from < entries.size(); from += ENTRIES_A_REQUEST) {
            putAll(entries.subList(from, Math.min(entries.size(), from + ENTRIES_A_REQUEST)));
        }
    }

    private void putAll(List<PutRecordsRequestEntry> entries) {
        List<PutRecordsRequestEntry> open = entries;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) {
                throw new IllegalStateException("Kinesis refuses " + open.size() + " records of stream " + stream);
            }
            List<PutRecordsRequestEntry> asked = open;
            PutRecordsResponse answer = kinesis.putRecords(request -> request.streamName(stream).records(asked));
            open = refused(asked, answer.records(), micros());
        }
    }

    private List<PutRecordsRequestEntry> refused(List<PutRecordsRequestEntry> asked,
            List<PutRecordsResultEntry> answers, long now) {
        List<PutRecordsRequestEntry> refused = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (answers.get(i).errorCode() == null) {
                acceptedMicros.put(answers.get(i).sequenceNumber(), now);
            } else {
                refused.add(asked.get(i));
            }
        }
        return refused;
    }

    private long micros() {
        return Micros.of(wallClock.instant());
    }

    /**
     * Returns when Kinesis answered that it has a record, in microseconds of wall-clock time.
     *
     * @param source a record's {@code iamwatch-source} header: stream/shard/sequence/index
     */
    Optional<Long> accepted(String source) {
        String[] parts = source.split("/", -1);
        return parts.length < 3 ? Optional.empty() : Optional.ofNullable(acceptedMicros.get(parts[2]));
    }
}
