package io.iamwatch.deploy.pipeline;

import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.StreamName;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;

/** Asks Kinesis whether the streams are there, by the call that the connector needs in any case. */
final class SourceProbe implements AutoCloseable {

    private final KinesisClients clients;
    private final List<StreamName> streams;

    /** Takes the connector's settings. */
    SourceProbe(Map<String, String> connector) {
        this.clients = new KinesisClients(KinesisEndpoint::connect, new KinesisEndpoint(
                connector.get("kinesis.region"), Optional.ofNullable(connector.get("kinesis.endpoint"))
                        .map(URI::create)));
        this.streams = Stream.of(connector.get("kinesis.streams").split(",")).map(String::strip)
                .map(StreamName::parse).toList();
    }

    boolean answers() {
        try {
            streams.forEach(stream -> clients.of(stream).listShards(
                    ListShardsRequest.builder().streamName(stream.name()).maxResults(1).build()));
            return true;
        } catch (SdkException | IllegalStateException away) {
            return false;
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
