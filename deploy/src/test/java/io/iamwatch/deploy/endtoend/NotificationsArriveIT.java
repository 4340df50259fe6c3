package io.iamwatch.deploy.endtoend;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.notify.outbox.Parked;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the sink and the machine do: every notification arrives, in order for each incident, under its one id.
 */
class NotificationsArriveIT {

    private static final int ACCOUNTS = 6;
    private static final int INCIDENTS = 3;
    private static final int STEPS = 20;
    private static final int ALL = ACCOUNTS * INCIDENTS * STEPS;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final long seed = Long.getLong("notify.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<JavaProcess> senders = new ArrayList<>();
    private Path folder;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws IOException {
        System.out.println("seed: -Dnotify.seed=" + seed);
        folder = TestFolder.create();
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(4);
    }

    @AfterEach
    void stop() throws IOException {
        senders.forEach(JavaProcess::close);
        broker.close();
        TestFolder.remove(folder);
    }

    @Test
    @Tag("guarantees")
    void throughKillsOfTheOnlySender() throws Exception {
        try (MisbehavingSink sink = new MisbehavingSink(seed, 30)) {
            write();
            int kills = 0;
            startSender(sink);
            while (sink.taken().size() < ALL - 40) {
                senders.getLast().awaitOut(NotifierProcess.READY);
                int upTo = Math.min(ALL, sink.taken().size() + 15 + random.nextInt(40));
                awaitTaken(sink, upTo);
                LockSupport.parkNanos(random.nextInt(50_000_000));
                senders.getLast().kill();
                kills++;
                startSender(sink);
            }
            assertAllArrived(sink, kills);
            assertThat(kills).isGreaterThan(3);
        }
    }

    @Test
    void throughTheDeathOfOneOfTwoSenders() throws Exception {
        try (MisbehavingSink sink = new MisbehavingSink(seed, 30)) {
            startSender(sink);
            startSender(sink);
            senders.forEach(sender -> sender.awaitOut(NotifierProcess.READY));
            write();
            awaitTaken(sink, ALL / 3);
            senders.getFirst().kill();
            startSender(sink);
            awaitTaken(sink, 2 * ALL / 3);
            senders.getLast().terminate();
            assertAllArrived(sink, 2);
        }
    }

    /** Partitions move between senders that nobody kills: then no id comes twice. */
    @Test
    @Tag("guarantees")
    void withoutKillsNoIdComesTwice() throws Exception {
        try (MisbehavingSink sink = new MisbehavingSink(seed, 30)) {
            write();
            startSender(sink);
            awaitTaken(sink, ALL / 4);
            startSender(sink);
            awaitTaken(sink, ALL / 2);
            startSender(sink);
            assertAllArrived(sink, 0);
        }
    }

    /**
     * It was thought dead, others told what it had; it comes back and commits nothing. It tells one at a time, so that
     * is the most that comes twice by it. Where the machine is busy, the other one may be thought dead as well, and
     * hold one that it has told, or see an answer too late: then its log says of which.
     */
    @Test
    @Tag("guarantees")
    void throughTheReturnOfASenderThatWasThoughtDead() throws Exception {
        try (MisbehavingSink sink = new MisbehavingSink(seed, 30)) {
            startSender(sink);
            startSender(sink);
            senders.forEach(sender -> sender.awaitOut(NotifierProcess.READY));
            write();
            awaitTaken(sink, ALL / 4);
            senders.getFirst().freeze();
            awaitTaken(sink, ALL);
            senders.getFirst().thaw();
            awaitPositionsAtTheEnd();
            Await.until("a reason, in some sender's log, each time that an id came again", LIMIT,
                    () -> repeated(sink).entrySet().stream().allMatch(id -> senders.stream()
                            .mapToLong(sender -> losses(sender, id.getKey())).sum() >= id.getValue()));
            assertThat(repeated(sink).keySet().stream().filter(id -> losses(senders.getFirst(), id) > 0))
                    .as("what it was telling when it froze").hasSizeLessThanOrEqualTo(1);
            List<String> taken = sink.taken();
            assertThat(taken.stream().distinct().toList()).hasSize(ALL);
            assertInOrder(taken.stream().distinct().toList());
            senders.forEach(JavaProcess::assertAlive);
        }
    }

    /** Returns how often ids came again. */
    private static Map<String, Long> repeated(MisbehavingSink sink) {
        Map<String, Long> times = sink.taken().stream().collect(groupingBy(id -> id, counting()));
        times.replaceAll((id, count) -> count - 1);
        times.values().removeIf(again -> again == 0);
        return times;
    }

    /**
     * How often a sender knew that it does not know whether a notification was told, or could not commit that it was.
     */
    private static long losses(JavaProcess sender, String id) {
        return sender.err().lines().filter(line -> line.contains("notification=" + id + " "))
                .filter(line -> line.contains("not committed") || line.contains("no answer")).count();
    }

    /** The sink wants to be left alone for longer than Kafka lets a consumer be silent. */
    @Test
    void waitingCostsNoMembership() throws Exception {
        try (MisbehavingSink sink = new MisbehavingSink(seed, 0)) {
            sink.busyOnce(2 * NotifierProcess.POLL_INTERVAL_SECONDS);
            startSender(sink);
            write();
            assertAllArrived(sink, 0);
            assertThat(sink.refused()).as("nobody else is told meanwhile").isOne();
        }
    }

    private void awaitPositionsAtTheEnd() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Await.until("positions at the end", LIMIT, () -> {
                try {
                    var positions = admin.listConsumerGroupOffsets("iamwatch-notify-" + NotifierProcess.SINK)
                            .partitionsToOffsetAndMetadata().get();
                    var ends = admin.listOffsets(positions.keySet().stream()
                            .collect(toMap(partition -> partition, partition -> OffsetSpec.latest()))).all().get();
                    return ends.entrySet().stream().allMatch(end -> positions.get(end.getKey()).offset() == end
                            .getValue().offset());
                } catch (InterruptedException | ExecutionException failure) {
                    throw new IllegalStateException(failure);
                }
            });
        }
    }

    private void startSender(MisbehavingSink sink) {
        senders.add(NotifierProcess.start(broker.bootstrapServers(), sink.url()));
    }

    private static void awaitTaken(MisbehavingSink sink, int count) {
        Await.until(count + " notifications taken", LIMIT, () -> new HashSet<>(sink.taken()).size() >= count);
    }

    private void assertAllArrived(MisbehavingSink sink, int kills) {
        awaitTaken(sink, ALL);
        List<String> taken = sink.taken();
        int twice = taken.size() - ALL;
        System.out.println("arrived " + ALL + " through " + sink.refused() + " refusals and " + kills
                + " kills; ids that came twice: " + twice);
        senders.forEach(sender -> sender.err().lines().filter(line -> line.contains("not committed")
                || line.contains("no answer")).forEach(System.out::println));
        assertInOrder(taken);
        assertThat(twice).as("each kill can repeat what was being told").isBetween(0, kills);
        assertThat(Parked.read(Map.of("bootstrap.servers", broker.bootstrapServers()))).isEmpty();
    }

    private static void assertInOrder(List<String> taken) {
        Map<String, List<String>> byIncident = taken.stream()
                .collect(groupingBy(id -> id.substring(0, id.lastIndexOf('-'))));
        assertThat(byIncident).hasSize(ACCOUNTS * INCIDENTS);
        byIncident.forEach((incident, ids) -> assertThat(withoutRepetition(ids)).as(incident)
                .containsExactlyElementsOf(expected(incident)));
    }

    /** One that comes again comes again before the next one. */
    private static List<String> withoutRepetition(List<String> ids) {
        List<String> once = new ArrayList<>();
        ids.stream().filter(id -> once.isEmpty() || !once.getLast().equals(id)).forEach(once::add);
        return once;
    }

    private static List<String> expected(String incident) {
        List<String> ids = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            ids.add(incident + "-" + step);
        }
        return ids;
    }

    private void write() throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<String, Notification>(Map.of("bootstrap.servers",
                broker.bootstrapServers(), "partitioner.class", AccountPartitioner.class.getName()),
                new StringSerializer(), JsonSerde.notifications().serializer())) {
            for (int step = 0; step < STEPS; step++) {
                for (int which = 0; which < ACCOUNTS * INCIDENTS; which++) {
                    String account = String.valueOf(which % ACCOUNTS + 1).repeat(12);
                    String incident = account + "/incident" + which;
                    producer.send(new ProducerRecord<>(Topics.NOTIFICATIONS.name(), incident,
                            new Notification(incident + "-" + step, Kind.UPDATED, account, 1, Severity.HIGH, List.of(),
                                    false, List.of("step " + step), null, List.of())))
                            .get();
                }
            }
        }
    }
}
