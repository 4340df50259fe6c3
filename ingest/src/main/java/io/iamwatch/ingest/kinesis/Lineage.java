package io.iamwatch.ingest.kinesis;

import java.util.List;
import java.util.stream.Stream;

/**
 * A shard and the shards that it came from by splits and merges.
 *
 * @param listed ancestors that Kinesis still lists: until all are read to their ends this one is not begun, or
 *     records of one partition key would come out of their order
 * @param gone ancestors that it names and does not list any more: nothing can be read of them
 */
public record Lineage(ShardId shard, List<ShardId> listed, List<ShardId> gone) {

    /** Returns all ancestors. */
    public Stream<ShardId> ancestors() {
        return Stream.concat(listed.stream(), gone.stream());
    }
}
