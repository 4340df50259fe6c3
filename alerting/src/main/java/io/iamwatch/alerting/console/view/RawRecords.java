package io.iamwatch.alerting.console.view;

/** Records as they stand in their topics. */
public interface RawRecords {

    /** What asking for a record came to. */
    sealed interface Outcome {

        /**
         * It is there.
         *
         * @param timestamp its arrival at the source, milliseconds
         * @param source where it came from; null where its headers do not say
         */
        record Found(byte[] value, long timestamp, String source) implements Outcome {
        }

        /**
         * The topic does not keep records for so long.
         *
         * @param oldest the offset of the oldest one that is kept
         */
        record Gone(long oldest) implements Outcome {
        }

        /** Nothing stands there: the topic is another one, or shorter. */
        record Nothing() implements Outcome {
        }

        /**
         * It cannot be read now.
         *
         * @param reason why, for people
         */
        record Unreachable(String reason) implements Outcome {
        }
    }

    /**
     * Reads one record, within some seconds.
     *
     * @throws InterruptedException if interrupted meanwhile
     */
    Outcome read(Place place) throws InterruptedException;
}
