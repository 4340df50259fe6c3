package io.iamwatch.deploy.demo;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts payloads into a stream and remembers when Kinesis answered that it has them. */
public final class KinesisFeed {

    private static final int ATTEMPTS = 5;

    /** Kinesis takes 1 MiB a record, its partition key included. */
    static final int MOST_BYTES_A_PAYLOAD = 1024 * 1024 - 1024;

    /** Kinesis takes 500 records and 5 MiB a request, partition keys included. */
    private static final int MOST_ENTRIES_A_REQUEST = 100;
    private static final int MOST_BYTES_A_REQUEST = 4 * 1024 * 1024;

    private final KinesisClient kinesis;
    private final String stream;
    private final InstantSource wallClock;
    private final Moments accepted = new Moments();

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
        int from = 0;
        while (from < entries.size()) {
            int to = endOfRequest(entries, from);
            putAll(entries.subList(from, to));
            from = to;
        }
    }

    /** Returns the end of as many entries as one request takes, one at least. */
    private static int endOfRequest(List<PutRecordsRequestEntry> entries, int from) {
        int most = Math.min(entries.size(), from + MOST_ENTRIES_A_REQUEST);
        long bytes = 0;
        int to = from;
        do {
            bytes += entries.get(to++).data().asByteArrayUnsafe().length;
        } while (to < most && bytes + entries.get(to).data().asByteArrayUnsafe().length <= MOST_BYTES_A_REQUEST);
        return to;
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
                accepted.first(answers.get(i).sequenceNumber(), now);
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
     * Returns when Kinesis answered that it has a record, in microseconds of wall-clock time; nothing when that is long
     * ago.
     *
     * @param source a record's {@code iamwatch-source} header: stream/shard/sequence/index
     */
    Optional<Long> accepted(String source) {
        String[] parts = source.split("/", -1);
        return parts.length < 3 ? Optional.empty() : accepted.of(parts[2]);
    }
}
