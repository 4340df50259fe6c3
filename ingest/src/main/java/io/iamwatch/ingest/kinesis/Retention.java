package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** How long streams keep records: {@code DescribeStreamSummary}, asked for once an hour at most. Thread-safe. */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** What Kinesis keeps unless told otherwise, and the least that it can be told. */
    static final Duration LEAST = Duration.ofHours(24);
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private final KinesisClients clients;
    private final InstantSource wallClock;
    private final Map<StreamName, Known> known = new ConcurrentHashMap<>();

    private record Known(Duration retention, Instant asked) {
    }

    Retention(KinesisClients clients, InstantSource wallClock) {
        this.clients = clients;
        this.wallClock = wallClock;
    }

    /** Returns a stream's retention; 24 hours, the least there is, as long as Kinesis does not say. */
    Duration of(StreamName stream) {
        Instant now = wallClock.instant();
        Known last = known.get(stream);
        if (last != null && now.isBefore(last.asked().plus(GOOD_FOR))) {
            return last.retention();
        }
        try {
            Duration retention = Duration.ofHours(clients.of(stream)
                    .describeStreamSummary(request -> request.streamName(stream.name()))
                    .streamDescriptionSummary().retentionPeriodHours());
            known.put(stream, new Known(retention, now));
            return retention;
        } catch (SdkException failure) {
            LOG.warn("cannot learn the retention: stream={} error={}", stream, Failures.describe(failure));
            return last == null ? LEAST : last.retention();
        }
    }
}
