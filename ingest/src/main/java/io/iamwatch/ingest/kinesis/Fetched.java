package io.iamwatch.ingest.kinesis;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What one answer of GetRecords brought.
 *
 * @param records in the order of the shard; may be empty only at the end of the shard
 * @param end the end of the shard, if it is closed and these are its last records
 */
public record Fetched(ShardId shard, List<Record> records, Optional<Position.ShardEnd> end) {
}
