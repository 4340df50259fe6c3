package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.outbox.Parked;
import io.iamwatch.alerting.notify.outbox.Resend;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Findings;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Alerting as it is operated, with a sink, while alerts come: killed at random instants, and two of it at once.
 * What has to be told is written once, under one id, and arrives in order for each incident.
 */
@Tag("guarantees")
class AlertingTellsIT {

    private static final int PARTITIONS = 4;
    private static final int ACCOUNTS = 4;
    private static final int PRINCIPALS = 8;
    private static final int AT_ONCE = 24;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final long seed = Long.getLong("notify.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<ServiceProcess> services = new ArrayList<>();
    private Path folder;
    private EmbeddedBroker broker;
    private MisbehavingSink sink;
    private int sent;
    private int kills;

    @BeforeEach
    void start() throws IOException {
        System.out.println("seed: -Dnotify.seed=" + seed);
        folder = TestFolder.create();
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(PARTITIONS);
        sink = new MisbehavingSink(seed, 30);
    }

    @AfterEach
    void stop() throws IOException {
        services.forEach(ServiceProcess::close);
        sink.close();
        broker.close();
        TestFolder.remove(folder);
    }

    @Test
    void throughKillsOfTheOnlyOne() throws Exception {
        startAlerting("one");
        for (int round = 0; round < 5; round++) {
            services.getLast().awaitReady();
            send();
            awaitTaken(taken() + 1 + random.nextInt(AT_ONCE / 2));
            LockSupport.parkNanos(random.nextInt(50_000_000));
            kill(services.getLast());
            startAlerting("one");
        }
        send();
        assertAllArrived();
    }

    @Test
    void twoTellNothingUnderTwoIds() throws Exception {
        startAlerting("first");
        startAlerting("second");
        services.forEach(ServiceProcess::awaitReady);
        send();
        awaitTaken(AT_ONCE / 2);
        send();
        LockSupport.parkNanos(random.nextInt(500_000_000));
        kill(services.getFirst());
        startAlerting("first");
        send();
        services.getLast().awaitReady();
        send();
        services.get(1).process().terminate();
        send();
        assertAllArrived();
    }

    /** A webhook that says 410 is told nothing more; what it was not told waits, and arrives under its ids. */
    @Test
    void whatAGoneSinkIsNotToldIsParkedAndArrivesUnderItsIds() throws Exception {
        startAlerting("one");
        services.getLast().awaitReady();
        send();
        awaitTaken(AT_ONCE / 2);
        sink.gone(true);
        send();
        List<Notification> outbox = outbox();
        Await.until("what is not taken to be parked", LIMIT,
                () -> Parked.read(kafka()).size() + taken() >= outbox.size());
        kill(services.getLast());
        sink.gone(false);
        List<Answer> answers = new ArrayList<>();
        Await.until("all to be sent again", LIMIT, () -> resend(answers).isEmpty());
        assertThat(answers).isNotEmpty();
        assertArrived(outbox);
    }

    private List<?> resend(List<Answer> answers) {
        try {
            assertThat(Resend.run(kafka(), NotifierProcess.settings(sink.url()), id -> true, InstantSource.system(),
                    (id, answer) -> answers.add(answer))).isEmpty();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return Parked.read(kafka());
    }

    private void assertAllArrived() throws Exception {
        List<Notification> outbox = outbox();
        assertArrived(outbox);
        assertThat(Parked.read(kafka())).isEmpty();
    }

    private void assertArrived(List<Notification> outbox) {
        assertThat(outbox).extracting(Notification::id).as("ids of the outbox").doesNotHaveDuplicates();
        Map<String, Long> told = outbox.stream().flatMap(one -> one.news().stream())
                .collect(groupingBy(sentence -> sentence, counting()));
        assertThat(told.values()).as("what is new is told once").containsOnly(1L);
        awaitTaken(outbox.size());
        List<String> taken = sink.taken();
        int twice = taken.size() - outbox.size();
        System.out.println("arrived " + outbox.size() + " notifications of " + sent + " alerts through "
                + sink.refused() + " refusals and " + kills + " kills; ids that came twice: " + twice);
        assertThat(new HashSet<>(taken)).as("under the ids of the outbox, and no others")
                .isEqualTo(new HashSet<>(outbox.stream().map(Notification::id).toList()));
        Map<String, String> incidents = new HashMap<>();
        outbox.forEach(one -> incidents.put(one.id(), one.incident().unmapped().iamwatch().uid()));
        assertThat(taken.stream().distinct().collect(groupingBy(incidents::get)))
                .as("in the order of the outbox, for each incident").isEqualTo(outbox.stream().map(Notification::id)
                        .collect(groupingBy(incidents::get, mapping(id -> id, toList()))));
        assertThat(twice).as("each kill can repeat what was being told").isBetween(0, kills);
    }

    /** Until all alerts are told of. */
    private List<Notification> outbox() throws InterruptedException, ExecutionException {
        List<Notification> outbox = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed", "auto.offset.reset", "earliest"), new StringDeserializer(),
                JsonSerde.notifications().deserializer())) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.NOTIFICATIONS.name(), partition)).toList());
            Await.until("all " + sent + " alerts to be told of", LIMIT, () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> outbox.add(record.value()));
                return outbox.stream().flatMap(one -> one.news().stream()).distinct().count() >= sent;
            });
        }
        return outbox;
    }

    private int taken() {
        return new HashSet<>(sink.taken()).size();
    }

    private void awaitTaken(int count) {
        Await.until(count + " notifications taken", LIMIT, () -> taken() >= count);
    }

    private void kill(ServiceProcess service) throws InterruptedException {
        service.process().kill();
        kills++;
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private void startAlerting(String name) throws IOException {
        Map<String, String> config = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "data.dir",
                folder.resolve(name).toString(), "notify.update.interval.ms", "0", "sinks", NotifierProcess.SINK,
                "kafka.main.consumer.session.timeout.ms", "6000"));
        String prefix = "sink." + NotifierProcess.SINK + ".";
        config.putAll(Map.of(prefix + "type", "webhook", prefix + "url", sink.url(), prefix + "secrets",
                "whsec_" + "QUFB".repeat(8), prefix + "timeout.ms", "2000", prefix + "retry.backoff.ms", "20",
                prefix + "retry.backoff.max.ms", "200"));
        services.add(ServiceProcess.start("alert", folder, config));
    }

    /** So many alerts more, each of them another one, about some principals. */
    private void send() throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<String, DetectionFinding>(Map.of("bootstrap.servers",
                broker.bootstrapServers(), "partitioner.class", AccountPartitioner.class.getName()),
                new StringSerializer(), JsonSerde.alerts().serializer())) {
            for (int i = 0; i < AT_ONCE; i++, sent++) {
                int principal = sent % PRINCIPALS;
                String key = String.valueOf(principal % ACCOUNTS + 1).repeat(12) + "/user:user" + principal;
                DetectionFinding alert = Findings.alert("alert" + sent, List.of(Findings.evidence(
                        JsonNodeFactory.instance.objectNode().put("eventName", "Step" + sent), sent)));
                var record = new ProducerRecord<>(Topics.ALERTS.name(), key, alert);
                record.headers().add(RecordHeaders.CE_ID, ("alert" + sent + "/cloudtrail.identity/0/" + sent)
                        .getBytes(UTF_8));
                producer.send(record).get();
            }
        }
    }
}
