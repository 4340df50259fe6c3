package io.iamwatch.alerting.console.feed;

import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes commands to {@code iamwatch.verdicts}, and finds in the incident's log what became of them. */
public final class KafkaCommandDesk implements CommandDesk, AutoCloseable {

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    private final Producer<String, IncidentCommand> producer;
    private final IncidentView view;
    private final Duration answerLimit;

    /**
     * Connects.
     *
     * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
     * @param view shows the incidents that commands have changed
     * @param answerLimit how long a command is waited for once it is written
     */
    public KafkaCommandDesk(Map<String, Object> kafka, IncidentView view, Duration answerLimit) {
        this.producer = new KafkaProducer<>(settings(kafka), new StringSerializer(),
                JsonSerde.commands().serializer());
        this.view = view;
        this.answerLimit = answerLimit;
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class.getName());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WRITE_LIMIT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WRITE_LIMIT.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WRITE_LIMIT.toMillis());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "iamwatch-console");
        return settings;
    }

    @Override
    public Outcome give(IncidentCommand command, String key) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(Topics.VERDICTS.name(), null, command.time(), key, command)).get();
        } catch (ExecutionException | KafkaException failure) {
            Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
            return new Outcome.Lost("Kafka did not confirm the command: " + cause.getClass().getSimpleName());
        }
        // Of an incident that is not kept any more the newest one about its principal tells that it is refused.
        return view.await(row -> row.uid().equals(command.incidentUid()) || key.equals(row.key()),
                incident -> answer(incident, command.uid()).isPresent(), answerLimit)
                .flatMap(incident -> answer(incident, command.uid())).map(KafkaCommandDesk::outcome)
                .orElseGet(Outcome.Pending::new);
    }

    private static Optional<LogEntry> answer(Packed packed, String commandUid) {
        return packed.incident().unmapped().iamwatch().workflow().log().stream()
                .filter(entry -> commandUid.equals(entry.commandUid())).findFirst();
    }

    private static Outcome outcome(LogEntry entry) {
        return entry.refused() == null ? new Outcome.Applied() : new Outcome.Refused(entry.refused());
    }

    @Override
    public void close() {
        producer.close(WRITE_LIMIT);
    }
}
