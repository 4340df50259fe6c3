package io.iamwatch.ingest.kinesis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Finds the registered consumer of each stream, and registers it where there is none. Thread-safe. */
final class StreamConsumers {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumers.class);

    private static final String ARN = "arn:";

    private final KinesisClients clients;
    private final List<String> given;
    private final Map<StreamName, String> arns = new HashMap<>();

    /**
     * Creates a finder that has asked nobody yet.
     *
     * @param given one name, or one consumer's ARN for each stream
     */
    StreamConsumers(KinesisClients clients, List<String> given) {
        this.clients = clients;
        this.given = given;
    }

    static boolean isArn(String text) {
        return text.startsWith(ARN);
    }

    /**
     * Returns the ARN of a stream's consumer.
     *
     * @throws IllegalStateException while it is being created or deleted
     * @throws software.amazon.awssdk.core.exception.SdkException if Kinesis does not answer or refuses
     */
    synchronized String arn(StreamName stream) {
        String known = arns.get(stream);
        if (known == null) {
            known = isArn(given.getFirst()) ? fromGiven(stream) : registered(stream, given.getFirst());
            arns.put(stream, known);
        }
        return known;
    }

    /** Forgets a stream's consumer, which Kinesis says does not exist. */
    synchronized void forget(StreamName stream) {
        arns.remove(stream);
    }

    /** By the stream's name in {@code arn:aws:kinesis:region:account:stream/NAME/consumer/name:time}. */
    private String fromGiven(StreamName stream) {
        return given.stream().filter(arn -> arn.contains(":stream/" + stream.name() + "/consumer/"))
                .filter(arn -> stream.region().map(region -> arn.contains(":" + region + ":")).orElse(true)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no consumer ARN is configured for stream " + stream));
    }

    private String registered(StreamName stream, String name) {
        KinesisClient client = clients.of(stream);
        String streamArn = client.describeStreamSummary(request -> request.streamName(stream.name()))
                .streamDescriptionSummary().streamARN();
        try {
            ConsumerDescription consumer = client
                    .describeStreamConsumer(request -> request.streamARN(streamArn).consumerName(name))
                    .consumerDescription();
            if (consumer.consumerStatus() != ConsumerStatus.ACTIVE) {
                throw new IllegalStateException("consumer " + name + " is " + consumer.consumerStatusAsString());
            }
            return consumer.consumerARN();
        } catch (ResourceNotFoundException missing) {
            LOG.info("consumer is registered: stream={} consumer={}", stream, name);
            client.registerStreamConsumer(request -> request.streamARN(streamArn).consumerName(name));
            throw new IllegalStateException("consumer " + name + " is being created", missing);
        }
    }
}
