package io.iamwatch.deploy.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a pipeline in one process needs to know.
 *
 * @param dataFolder where the broker's log and the state of detector and alerting stand
 * @param kinesis gives the endpoint of Kinesis when ingest needs it: it may come up meanwhile
 * @param region the region that requests are signed for
 * @param stream the stream that is read, from its oldest record on
 * @param pollInterval how often a shard is asked for records
 * @param partitions of every topic
 * @param brokerPort the broker's port on loopback; 0 for a free one
 */
public record PipelineSettings(Path dataFolder, Supplier<URI> kinesis, String region, String stream,
        Duration pollInterval,
        int partitions, int brokerPort) {
}
