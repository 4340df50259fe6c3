package io.iamwatch.ingest.kinesis;

import java.time.Duration;

/** Hears what happens to the reading of shards besides records; called by several threads. */
public interface ShardEvents {

    /** Hears nothing. */
    ShardEvents NONE = new ShardEvents() {
    };

    /** A call failed and is tried again. */
    default void retried(ShardId shard) {
    }

    /**
     * How far behind the newest record the reading is.
     *
     * @param millis as Kinesis says: MillisBehindLatest
     */
    default void behind(ShardId shard, long millis) {
    }

    /**
     * Records may be missing, since Kinesis kept them no longer.
     *
     * @param size of the time in which they arrived; by the worker's clock
     */
    default void gap(ShardId shard, Duration size) {
    }

    /** A record came that had come before; it goes no further. */
    default void repeated(ShardId shard) {
    }
}
