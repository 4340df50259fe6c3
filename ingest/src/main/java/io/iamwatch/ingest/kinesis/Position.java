package io.iamwatch.ingest.kinesis;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where reading of a shard goes on. */
public sealed interface Position {

    /** As the API's documentation has it. */
    Pattern SEQUENCE = Pattern.compile("0|[1-9][0-9]{0,128}");

    /** Returns whether a text can be a sequence number of Kinesis, by the pattern of its API. */
    static boolean isSequence(String text) {
        return SEQUENCE.matcher(text).matches();
    }

    /** At the oldest record that Kinesis still has. */
    record TrimHorizon() implements Position {
    }

    /**
     * At the first record that arrived at or after a time. A start at the newest record is kept so, since "newest"
     * means another record each time it is asked for.
     *
     * @param time by the clock of the worker, compared by Kinesis with its arrival times
     * @param seen up to when nothing that arrived is missing; never before the time
     */
    record AtTimestamp(Instant time, Instant seen) implements Position {

        /** A position from which nothing has been read yet. */
        public AtTimestamp(Instant time) {
            this(time, time);
        }
    }

    /**
     * Behind a record.
     *
     * @param sequence its sequence number
     * @param seen up to when nothing that arrived is missing: the record's arrival, or a later time at which there was
     *     nothing newer; absent in positions of older versions and such that people set
     */
    record After(String sequence, Optional<Instant> seen) implements Position {

        /** A position of which only the sequence number is known. */
        public After(String sequence) {
            this(sequence, Optional.empty());
        }
    }

    /**
     * Nowhere: the shard was closed by a reshard and has been read to its end.
     *
     * @param sequence the last record's sequence number, if there was a record
     */
    record ShardEnd(Optional<String> sequence) implements Position {
    }
}
