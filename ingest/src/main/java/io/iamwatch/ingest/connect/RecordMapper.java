package io.iamwatch.ingest.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.cloudtrail.Route;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Makes Kafka records of Kinesis records. */
final class RecordMapper {

    private final PayloadDecoder decoder;
    private final boolean activityEnabled;
    private final IngestMetrics metrics;

    RecordMapper(PayloadDecoder decoder, boolean activityEnabled, IngestMetrics metrics) {
        this.decoder = decoder;
        this.activityEnabled = activityEnabled;
        this.metrics = metrics;
    }

    /** Returns all that goes to Kafka for one Kinesis record, in order. */
    List<SourceRecord> map(ShardId shard, Record kinesis) {
        metrics.kinesisRecord();
        List<Decoded> decoded = decoder.decode(kinesis.data().asByteArrayUnsafe());
        Map<String, String> partition = SourceOffsets.partition(shard);
        Map<String, Object> offset = SourceOffsets.offset(new Position.After(kinesis.sequenceNumber()));
        Long arrival = millis(kinesis.approximateArrivalTimestamp());
        List<SourceRecord> records = new ArrayList<>(decoded.size());
        for (int index = 0; index < decoded.size(); index++) {
            String source = shard + "/" + kinesis.sequenceNumber() + "/" + index;
            switch (decoded.get(index)) {
                case CloudTrailRecord event -> {
                    metrics.event(event.route());
                    if (event.route() != Route.ACTIVITY || activityEnabled) {
                        records.add(record(partition, offset, topic(event.route()), event.account(), event.bytes(),
                                arrival, headers(source)));
                    }
                }
                case Rejected(Slice bytes, String reason) -> {
                    metrics.rejected();
                    ConnectHeaders headers = headers(source);
                    headers.addBytes(RecordHeaders.REASON, reason.getBytes(UTF_8));
                    records.add(record(partition, offset, Topics.REJECTED, source, bytes, arrival, headers));
                }
            }
        }
        return records;
    }

    /** Returns a record that says nothing and carries a position: under exactly-once positions come with records. */
    SourceRecord mark(ShardId shard, Position position) {
        return new SourceRecord(SourceOffsets.partition(shard), SourceOffsets.offset(position), Topics.PROGRESS.name(),
                null, Schema.BYTES_SCHEMA, shard.toString().getBytes(UTF_8), Schema.BYTES_SCHEMA,
                new TreeMap<>(SourceOffsets.offset(position)).toString().getBytes(UTF_8));
    }

    private static SourceRecord record(Map<String, String> partition, Map<String, Object> offset, Topic topic,
            String key, Slice value, Long timestamp, ConnectHeaders headers) {
        return new SourceRecord(partition, offset, topic.name(), null, Schema.BYTES_SCHEMA, key.getBytes(UTF_8),
                Schema.BYTES_SCHEMA, value.toByteArray(), timestamp, headers);
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
