package io.iamwatch.deploy.config;

import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.StreamName;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a connector reads, for who asks Kinesis beside it.
 *
 * @param endpoint where streams are that name no region
 * @param names the streams as the configuration has them
 */
public record KinesisSource(KinesisEndpoint endpoint, List<String> names) {

    /** Takes it out of the connector's settings, which were checked. */
    public static KinesisSource of(Map<String, String> connector) {
        return new KinesisSource(
                new KinesisEndpoint(connector.get("kinesis.region"),
                        Optional.ofNullable(connector.get("kinesis.endpoint")).map(URI::create)),
                Stream.of(connector.get("kinesis.streams").split(",")).map(String::strip).toList());
    }

    /** Returns the streams. */
    public List<StreamName> streams() {
        return names.stream().map(StreamName::parse).toList();
    }
}
