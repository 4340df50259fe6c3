package io.iamwatch.ingest.kinesis;

import java.util.List;

/**
 * A shard and the shards that it came from by splits and merges, as far as Kinesis still lists them.
 *
 * @param ancestors parents, their parents and so on
 */
public record Lineage(ShardId shard, List<ShardId> ancestors) {
}
