package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.util.List;

/** How records are got from Kinesis. */
public sealed interface Consumption {

    /**
     * By GetRecords, five calls a second and shard for all consumers together.
     *
     * @param interval from one call of a shard to the next
     * @param limit the most records of one call
     */
    record Polling(Duration interval, int limit) implements Consumption {
    }

    /**
     * By SubscribeToShard: Kinesis sends what arrives, on 2 MiB a second and shard of the consumer's own.
     *
     * @param consumer one name, registered with each stream where it is not, or the ARN of a registered consumer for
     *     each stream
     */
    record FanOut(List<String> consumer) implements Consumption {
    }
}
