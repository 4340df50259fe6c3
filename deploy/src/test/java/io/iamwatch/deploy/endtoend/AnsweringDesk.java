package io.iamwatch.deploy.endtoend;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Stands in for alerting where only the console is tested: answers commands on the topics. The comment {@code no}
 * is refused, and {@code silence} is not answered.
 */
final class AnsweringDesk implements AutoCloseable {

    private final Map<String, IncidentFinding> incidents = new HashMap<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, IncidentFinding> producer;
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);

    private AnsweringDesk(String bootstrapServers, int partitions) {
        consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest", ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(Stream.of(Topics.INCIDENTS, Topics.VERDICTS).flatMap(topic -> IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))).toList());
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class.getName()), new StringSerializer(),
                JsonSerde.incidents().serializer());
    }

    static AnsweringDesk start(String bootstrapServers, int partitions) {
        AnsweringDesk desk = new AnsweringDesk(bootstrapServers, partitions);
        desk.thread.start();
        return desk;
    }

    private void run() {
        try (consumer; producer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::take);
            }
        } catch (WakeupException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.INCIDENTS.name())) {
            IncidentFinding incident = JsonSerde.incidents().deserializer().deserialize("", record.value());
            incidents.put(incident.unmapped().iamwatch().uid(), incident);
            return;
        }
        IncidentCommand command = JsonSerde.commands().deserializer().deserialize("", record.value());
        IncidentFinding incident = incidents.get(command.incidentUid());
        if (command.action() instanceof Action.Comment(String text) && text.equals("silence")) {
            return;
        }
        IncidentFinding after = after(incident, command);
        incidents.put(command.incidentUid(), after);
        var unused = producer.send(new ProducerRecord<>(Topics.INCIDENTS.name(),
                AccountPartitioner.accountOf(record.key()) + "/" + command.incidentUid(), after));
    }

    private static IncidentFinding after(IncidentFinding incident, IncidentCommand command) {
        IncidentFinding.Details known = incident.unmapped().iamwatch();
        Workflow before = known.workflow();
        boolean refused = command.action() instanceof Action.Comment(String text) && text.equals("no");
        Verdict verdict = command.action() instanceof Action.Close close ? close.verdict() : before.verdict();
        LogEntry entry = new LogEntry(command.uid(), command.author(), command.time(), word(command.action()),
                command.action() instanceof Action.Comment(String text) ? text : null,
                refused ? "it was said no" : null);
        Workflow workflow = new Workflow(before.assignee(), verdict, null,
                Stream.concat(before.log().stream(), Stream.of(entry)).toList(), before.logTotal() + 1);
        return IncidentFinding.of(incident.activityId(), incident.severityId(), status(incident, command.action()),
                new IncidentFinding.Times(incident.time(), incident.startTime(), incident.endTime()),
                incident.message(), incident.desc(), new IncidentFinding.Body(incident.metadata(), incident.cloud(),
                        incident.assigneeGroup(), incident.findingInfoList(), known.with(workflow)));
    }

    private static Status status(IncidentFinding incident, Action action) {
        return switch (action) {
            case Action.Assign assign -> incident.statusId();
            case Action.Comment comment -> incident.statusId();
            case Action.Snooze snooze -> Status.ON_HOLD;
            case Action.Resolve resolve -> Status.RESOLVED;
            case Action.Close close -> Status.CLOSED;
            case Action.Acknowledge acknowledge -> Status.IN_PROGRESS;
            case Action.Resume resume -> Status.IN_PROGRESS;
            case Action.Reopen reopen -> Status.IN_PROGRESS;
        };
    }

    private static String word(Action action) {
        return action.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() {
        consumer.wakeup();
    }
}
