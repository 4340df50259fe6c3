package io.iamwatch.ingest.kinesis;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What was read of a shard at once.
 *
 * @param records in the order of the shard; may be empty where a position was reached without a record
 * @param reached the position behind all of them, where the last record alone does not say it: the end of a closed
 *     shard, a time up to which there is nothing new, the far side of a gap
 */
public record Fetched(ShardId shard, List<Record> records, Optional<Position> reached) {
}
