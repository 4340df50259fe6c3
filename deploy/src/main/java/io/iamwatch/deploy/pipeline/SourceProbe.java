package io.iamwatch.deploy.pipeline;

import io.iamwatch.deploy.config.KinesisSource;
import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;

/** Asks Kinesis whether the streams are there, by the call that the connector needs in any case. */
final class SourceProbe implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int SERVER_ERROR = 500;

    private final KinesisClients clients;
    private final List<StreamName> streams;

    /** Takes the connector's settings. */
    SourceProbe(Map<String, String> connector) {
        KinesisSource source = KinesisSource.of(connector);
        this.clients = new KinesisClients(KinesisEndpoint::connect, source.endpoint());
        this.streams = source.streams();
    }

    boolean answers() {
        try {
            streams.forEach(this::ask);
            return true;
        } catch (SdkException | IllegalStateException away) {
            return false;
        }
    }

    /** Returns what Kinesis has against one of the streams for good: it is not there, or this may not read it. */
    Optional<String> refusal() {
        for (StreamName stream : streams) {
            try {
                ask(stream);
            } catch (KinesisException refused) {
                if (refused.statusCode() < SERVER_ERROR && !refused.isThrottlingException()) {
                    return Optional.of("Kinesis refuses stream " + stream.name() + ": "
                            + refused.awsErrorDetails().errorCode() + ": " + refused.awsErrorDetails().errorMessage());
                }
            } catch (SdkException | IllegalStateException away) {
                // That may pass.
            }
        }
        return Optional.empty();
    }

    private void ask(StreamName stream) {
        clients.of(stream).listShards(ListShardsRequest.builder().streamName(stream.name()).maxResults(1)
                .overrideConfiguration(request -> request.apiCallTimeout(LIMIT)).build());
    }

    @Override
    public void close() {
        clients.close();
    }
}
