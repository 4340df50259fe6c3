package io.iamwatch.ingest.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.topic.OversizeReference;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import io.iamwatch.ingest.decode.Decoded.Rejected;
import io.iamwatch.ingest.decode.PayloadDecoder;
import io.iamwatch.ingest.decode.Slice;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Makes Kafka records of Kinesis records. */
final class RecordMapper {

    private final PayloadDecoder decoder;
    private final boolean activityEnabled;
    private final int maxBytes;
    private final IngestMetrics metrics;
    private final InstantSource wallClock;

    /**
     * Makes a mapper.
     *
     * @param maxBytes the largest value that may be written
     * @param wallClock tells when records are handed over
     */
    RecordMapper(PayloadDecoder decoder, boolean activityEnabled, int maxBytes, IngestMetrics metrics,
            InstantSource wallClock) {
        this.decoder = decoder;
        this.activityEnabled = activityEnabled;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
        this.wallClock = wallClock;
    }

    /** Returns all that goes to Kafka for one Kinesis record, in order. */
    List<SourceRecord> map(ShardId shard, Record kinesis) {
        byte[] payload = kinesis.data().asByteArrayUnsafe();
        metrics.kinesisRecord(shard, payload.length);
        List<Decoded> decoded = decoder.decode(payload);
        Origin origin = new Origin(shard, kinesis);
        List<SourceRecord> records = new ArrayList<>(decoded.size());
        for (int index = 0; index < decoded.size(); index++) {
            switch (decoded.get(index)) {
                case CloudTrailRecord event when event.bytes().length() > maxBytes ->
                    records.add(reference(origin, index, event.bytes(), "CloudTrail record"));
                case CloudTrailRecord event -> {
                    ConnectHeaders headers = headers(origin.source(index));
                    if (event.route() == Route.IDENTITY) {
                        Instant now = wallClock.instant();
                        countIdentity(shard, event, kinesis.approximateArrivalTimestamp(), now);
                        headers.addBytes(RecordHeaders.WRITTEN_AT, Long.toString(now.toEpochMilli()).getBytes(UTF_8));
                    } else {
                        metrics.event(shard, event.route());
                    }
                    if (event.route() != Route.ACTIVITY || activityEnabled) {
                        records.add(record(origin, topic(event.route()), event.account(), event.bytes().toByteArray(),
                                headers));
                    }
                }
                case Rejected(Slice bytes, String reason) when bytes.length() > maxBytes ->
                    records.add(reference(origin, index, bytes, reason));
                case Rejected(Slice bytes, String reason) ->
                    records.add(rejected(origin, index, bytes.toByteArray(), reason));
            }
        }
        return records;
    }

    /**
     * Whoever wrote it, what is of no account of AWS tells nothing of whether the trail is alive, or how fast it is.
     */
    private void countIdentity(ShardId shard, CloudTrailRecord event, Instant arrival, Instant now) {
        if (CanaryAccounts.canBeReserved(event.account())) {
            metrics.canaryEvent(shard);
        } else {
            metrics.event(shard, event.route());
            metrics.identityEvent(event.eventTime(), arrival, now);
        }
    }

    private SourceRecord reference(Origin origin, int index, Slice bytes, String what) {
        return rejected(origin, index, OversizeReference.of(origin.source(index), bytes.toByteArray()),
                OversizeReference.reason(what, maxBytes));
    }

    private SourceRecord rejected(Origin origin, int index, byte[] value, String reason) {
        metrics.rejected(origin.shard(), reason);
        ConnectHeaders headers = headers(origin.source(index));
        headers.addBytes(RecordHeaders.REASON, reason.getBytes(UTF_8));
        return record(origin, Topics.REJECTED, origin.source(index), value, headers);
    }

    /** A Kinesis record's place and arrival, which all that is made of it has in common. */
    private record Origin(Map<String, String> partition, Map<String, Object> offset, ShardId shard, String sequence,
            Long arrival) {

        Origin(ShardId shard, Record kinesis) {
            this(SourceOffsets.partition(shard),
                    SourceOffsets.offset(new Position.After(kinesis.sequenceNumber(),
                            Optional.ofNullable(kinesis.approximateArrivalTimestamp()))),
                    shard, kinesis.sequenceNumber(), millis(kinesis.approximateArrivalTimestamp()));
        }

        String source(int index) {
            return shard + "/" + sequence + "/" + index;
        }
    }

    /** Returns a record that says nothing and carries a position: under exactly-once positions come with records. */
    SourceRecord mark(ShardId shard, Position position) {
        return new SourceRecord(SourceOffsets.partition(shard), SourceOffsets.offset(position), Topics.PROGRESS.name(),
                null, Schema.BYTES_SCHEMA, shard.toString().getBytes(UTF_8), Schema.BYTES_SCHEMA,
                new TreeMap<>(SourceOffsets.offset(position)).toString().getBytes(UTF_8));
    }

    private static SourceRecord record(Origin origin, Topic topic, String key, byte[] value, ConnectHeaders headers) {
        return new SourceRecord(origin.partition(), origin.offset(), topic.name(), null, Schema.BYTES_SCHEMA,
                key.getBytes(UTF_8), Schema.BYTES_SCHEMA, value, origin.arrival(), headers);
    }

    /** Bytes, since ByteArrayConverter takes nothing else in a header. */
    private static ConnectHeaders headers(String source) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes(RecordHeaders.SOURCE, source.getBytes(UTF_8));
        return headers;
    }

    private static Topic topic(Route route) {
        return switch (route) {
            case IDENTITY -> Topics.IDENTITY;
            case USERS -> Topics.USERS;
            case ACTIVITY -> Topics.ACTIVITY;
        };
    }

    private static Long millis(Instant arrival) {
        return arrival == null ? null : arrival.toEpochMilli();
    }
}
