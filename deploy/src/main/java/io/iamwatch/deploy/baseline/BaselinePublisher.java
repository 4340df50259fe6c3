package io.iamwatch.deploy.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.topics.UnfinishedRewrite;
import io.iamwatch.detector.baseline.Baseline;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts a baseline into its topic: all of its parts or none. */
public final class BaselinePublisher {

    private static final String TOPIC = Topics.BASELINE.name();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(10);

    private final String bootstrapServers;
    private final Properties clientConfig;

    /**
     * Creates a publisher.
     *
     * @param clientConfig what a client needs besides: TLS, SASL
     */
    public BaselinePublisher(String bootstrapServers, Properties clientConfig) {
        this.bootstrapServers = bootstrapServers;
        this.clientConfig = clientConfig;
    }

    /**
     * Publishes in one transaction.
     *
     * @throws BaselineFailure when there is no Kafka or no topic, or the broker refuses
     */
    public void publish(Baseline baseline) {
        try {
            checkTopic();
            send(baseline);
        } catch (TimeoutException silent) {
            throw noKafka(silent);
        } catch (KafkaException failure) {
            throw new BaselineFailure("not published to " + TOPIC + ": ", said(failure), failure);
        }
    }

    /** A producer would have a missing topic created, wherever the broker does that, with a number of partitions. */
    private void checkTopic() {
        Properties settings = settings();
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CONNECT_LIMIT.toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) CONNECT_LIMIT.toMillis());
        try (Admin admin = Admin.create(settings)) {
            admin.describeTopics(List.of(TOPIC)).allTopicNames().get();
            UnfinishedRewrite.refuse(admin);
        } catch (ExecutionException failure) {
            throw switch (failure.getCause()) {
                case UnknownTopicOrPartitionException missing -> new BaselineFailure("no topic " + TOPIC + " at ",
                        bootstrapServers, missing);
                case TimeoutException silent -> noKafka(silent);
                default -> new BaselineFailure("topic " + TOPIC + " cannot be looked at: ", said(failure.getCause()),
                        failure.getCause());
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BaselineFailure("interrupted", "", interrupted);
        }
    }

    private void send(Baseline baseline) {
        byte[] key = baseline.account().getBytes(UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = producer(baseline.account())) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                for (byte[] part : baseline.parts()) {
                    Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(TOPIC, key, part));
                }
                // Fails with the reason of whichever could not be sent.
                producer.commitTransaction();
            } catch (ProducerFencedException other) {
                throw new BaselineFailure("somebody else publishes a baseline of account ", baseline.account()
                        + " right now", other);
            } catch (KafkaException failure) {
                abort(producer, failure);
                throw failure;
            }
        }
    }

    private static void abort(KafkaProducer<byte[], byte[]> producer, KafkaException failure) {
        try {
            producer.abortTransaction();
        } catch (KafkaException left) {
            failure.addSuppressed(left); // the broker gives it up after its time
        }
    }

    private KafkaProducer<byte[], byte[]> producer(String account) {
        Properties settings = settings();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "iamwatch-baseline-" + account);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_LIMIT.toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(clientConfig);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    private BaselineFailure noKafka(TimeoutException silent) {
        return new BaselineFailure("no Kafka at ", TerminalText.neutralise(bootstrapServers) + " within "
                + CONNECT_LIMIT.toSeconds() + " s; is --bootstrap-servers right?", silent);
    }

    /** The innermost reason: Kafka's clients say "failed to construct" around it. */
    private static String said(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }
}
