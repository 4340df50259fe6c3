package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What one poll returns, and with {@code transaction.boundary=poll} one transaction: whole Kinesis records only,
 * since a position stored between two parts of one would lose or repeat the other part.
 */
final class PollBatch {

    private static final long FULL_BYTES = 8L * 1024 * 1024;

    /** Key, headers and what a record costs in memory, roughly. */
    private static final long RECORD_OVERHEAD_BYTES = 256;

    private final RecordMapper mapper;
    private final List<SourceRecord> records = new ArrayList<>();
    private final Map<ShardId, Position> unmarked = new LinkedHashMap<>();
    private long bytes;

    PollBatch(RecordMapper mapper) {
        this.mapper = mapper;
    }

    boolean isFull() {
        return bytes >= FULL_BYTES;
    }

    void add(ShardId shard, Record kinesis) {
        List<SourceRecord> mapped = mapper.map(shard, kinesis);
        if (mapped.isEmpty()) {
            mark(shard, new Position.After(kinesis.sequenceNumber(),
                    Optional.ofNullable(kinesis.approximateArrivalTimestamp())));
            return;
        }
        unmarked.remove(shard);
        records.addAll(mapped);
        for (SourceRecord record : mapped) {
            bytes += RECORD_OVERHEAD_BYTES + ((byte[]) record.value()).length;
        }
    }

    /** Notes a position that no record carries so far. */
    void mark(ShardId shard, Position position) {
        unmarked.put(shard, position);
    }

    /** Returns the records, with one mark at the end for each shard whose last position no record carries. */
    List<SourceRecord> finish() {
        unmarked.forEach((shard, position) -> records.add(mapper.mark(shard, position)));
        unmarked.clear();
        return records;
    }
}
