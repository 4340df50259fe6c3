package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the canary needs to know.
 *
 * @param accounts the reserved ids, of which one has to fall into each partition
 * @param mark signs its events and recognises them
 * @param interval between two pairs of a partition
 * @param target the stream that it puts them into; empty to write them to the identity topic itself
 */
public record CanarySettings(List<String> accounts, CanaryMark mark, Duration interval, Optional<Target> target) {

    /** Between two pairs of a partition, unless an installation says otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    /**
     * A stream.
     *
     * @param endpoint where streams are that name no region
     */
    public record Target(KinesisEndpoint endpoint, StreamName stream) {
    }
}
