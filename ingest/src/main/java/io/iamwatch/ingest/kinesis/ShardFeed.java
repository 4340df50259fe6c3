package io.iamwatch.ingest.kinesis;

import java.time.Duration;

/** A way to get at the records of one shard. For one thread. */
interface ShardFeed extends AutoCloseable {

    /** Returns whether {@link #next()} goes on where it stopped. */
    boolean isOpen();

    /**
     * Begins at a position.
     *
     * @throws RuntimeException if Kinesis does not answer or refuses
     */
    void open(Position from) throws InterruptedException;

    /**
     * Returns what comes next.
     *
     * @throws RuntimeException if Kinesis does not answer or refuses
     */
    Answer next() throws InterruptedException;

    /** Takes note that a call failed, and gives up what cannot be used any longer. */
    void failed(RuntimeException failure);

    /** Returns how long to wait after an answer. */
    Duration pause(Answer answer);

    /** Gives up all that is open; it may be opened again. */
    @Override
    void close();
}
