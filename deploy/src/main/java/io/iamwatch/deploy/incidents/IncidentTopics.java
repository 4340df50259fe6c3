package io.iamwatch.deploy.incidents;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The newest state of every incident, and what becomes of a command. Joins no group and commits nothing. */
public final class IncidentTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Properties client;
    private final InstantSource wallClock;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, IncidentFinding> incidents = new HashMap<>();

    /**
     * Reads all incidents.
     *
     * @param client {@code bootstrap.servers}, and TLS and SASL where they are needed
     * @throws IllegalStateException if there is no Kafka, or no topic of incidents
     */
    public IncidentTopics(Properties client, InstantSource wallClock) {
        this.client = client;
        this.wallClock = wallClock;
        Properties settings = new Properties();
        settings.putAll(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CONNECT_LIMIT.toMillis());
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            readAll();
        } catch (TimeoutException silent) {
            consumer.close();
            throw new IllegalStateException("no Kafka at "
                    + client.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) + " within "
                    + CONNECT_LIMIT.toSeconds() + " s; is --bootstrap-servers right?", silent);
        }
    }

    private void readAll() {
        List<PartitionInfo> infos = consumer.partitionsFor(Topics.INCIDENTS.name());
        if (infos == null || infos.isEmpty()) {
            throw new IllegalStateException("no topic " + Topics.INCIDENTS.name() + " at "
                    + client.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(POLL).forEach(this::add);
        }
    }

    /** What is none of ours is passed over, as everywhere. */
    private void add(ConsumerRecord<String, byte[]> record) {
        try {
            IncidentFinding incident = JsonSerde.incidents().deserializer().deserialize(record.topic(),
                    record.value());
            if (incident == null) {
                incidents.remove(record.key());
            } else if (incident.unmapped() != null && incident.unmapped().iamwatch() != null
                    && incident.statusId() != null && incident.severityId() != null) {
                incidents.put(record.key(), incident);
            }
        } catch (SerializationException foreign) {
            incidents.remove(record.key());
        }
    }

    /** Returns the newest state of each incident, in no order. */
    public List<IncidentFinding> all() {
        return List.copyOf(incidents.values());
    }

    /** What became of a command. */
    public sealed interface Answer {

        /**
         * It was applied.
         *
         * @param incident the incident afterwards
         */
        record Applied(IncidentFinding incident) implements Answer {
        }

        /**
         * It was refused.
         *
         * @param reason why
         */
        record Refused(String reason) implements Answer {
        }

        /** Nobody has answered in time; it is on its topic, and alerting will come to it. */
        record Unanswered() implements Answer {
        }
    }

    /**
     * Gives a command, and waits until it is applied or refused.
     *
     * @param key the principal's key, as the incident has it
     */
    public Answer give(String key, IncidentCommand command, Duration limit) {
        send(key, command);
        Instant end = wallClock.instant().plus(limit);
        while (wallClock.instant().isBefore(end)) {
            consumer.poll(POLL).forEach(this::add);
            Optional<Answer> answer = answer(command);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return new Answer.Unanswered();
    }

    private Optional<Answer> answer(IncidentCommand command) {
        for (IncidentFinding incident : incidents.values()) {
            for (LogEntry entry : incident.unmapped().iamwatch().workflow().log()) {
                if (command.uid().equals(entry.commandUid())) {
                    return Optional.of(entry.refused() == null
                            ? new Answer.Applied(incident)
                            : new Answer.Refused(entry.refused()));
                }
            }
        }
        return Optional.empty();
    }

    private void send(String key, IncidentCommand command) {
        Properties settings = new Properties();
        settings.putAll(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CONNECT_LIMIT.toMillis());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(Topics.VERDICTS.name()).size();
            producer.send(new ProducerRecord<>(Topics.VERDICTS.name(), AccountPartitioner.partition(key, partitions),
                    command.time(), key,
                    JsonSerde.commands().serializer().serialize(Topics.VERDICTS.name(), command))).get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the command was not written to " + Topics.VERDICTS.name() + ": "
                    + failure.getCause().getMessage(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the command was written", interrupted);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
