package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to services when what they rest on goes away between the creation of a user and its grant. */
class ServiceFailureIT {

    private static final String ACCOUNT = "111122223333";
    private static final int PARTITIONS = 2;
    /** Kafka Streams' transactions, and the sessions of members of a group, end by themselves after ten seconds. */
    private static final Duration LONGER_THAN_TRANSACTIONS = Duration.ofSeconds(13);
    private static final Pattern STANDBYS = Pattern.compile("^kafka_streams_standby_tasks");
    private static final Pattern STATE_READ = Pattern.compile("^kafka_consumer_records_total\\{.*-changelog\"");
    private static final Pattern STATE_LAG = Pattern.compile("^kafka_consumer_lag_records\\{.*-changelog\"");
    private static final Duration FAILOVER = Duration.ofSeconds(25);

    private final InstantSource wallClock = InstantSource.system();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path folder;
    private int port;
    private JavaProcess broker;
    private Harvest harvest;
    private KafkaProducer<String, byte[]> producer;
    private ServiceProcess alerting;

    @BeforeEach
    void start() throws IOException {
        folder = TestFolder.create();
        port = FreePort.find();
        startBroker();
        harvest = opened(new Harvest(bootstrapServers(), PARTITIONS));
        producer = opened(new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers()), new StringSerializer(),
                new ByteArraySerializer()));
        alerting = service("alert", "data-alerting");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        TestFolder.remove(folder);
    }

    @Test
    void theBrokerIsAwayForLongerThanTheTransactionTimeouts() throws Exception {
        ServiceProcess detector = service("detect", "data-detector");
        detector.awaitReady();
        alerting.awaitReady();
        Story story = new Story(ACCOUNT, "patient", wallClock.instant());
        put(story.creation());
        Story marker = attack("before");
        harvest.until("an incident before the outage", () -> harvest.isSettled(marker));
        broker.kill();
        detector.awaitNotReady("Kafka does not answer");
        assertThat(detector.status("/health/live")).isEqualTo(200);
        pass(LONGER_THAN_TRANSACTIONS);
        startBroker();
        detector.awaitReady();
        alerting.awaitReady();
        put(story.grant());
        isOneIncident(story);
    }

    @Test
    @Tag("guarantees")
    void theStateFolderIsLost() throws Exception {
        ServiceProcess detector = service("detect", "data-lost");
        detector.awaitReady();
        alerting.awaitReady();
        Story story = new Story(ACCOUNT, "patient", wallClock.instant());
        put(story.creation());
        Story marker = attack("before");
        harvest.until("an incident before", () -> harvest.isSettled(marker));
        detector.process().kill();
        TestFolder.remove(folder.resolve("data-lost"));
        Instant killed = wallClock.instant();
        put(story.grant());
        service("detect", "data-lost");
        isOneIncident(story);
        Duration failover = Duration.between(killed, wallClock.instant());
        System.out.println("without its state, the incident came " + failover.toMillis() + " ms after the kill");
        assertThat(failover).isLessThan(FAILOVER);
    }

    /** The one that takes over has read the state as a standby, and reads none of it again. */
    @Test
    @Tag("guarantees")
    void aStandbyTakesOverWithItsCopyOfTheState() throws Exception {
        List<ServiceProcess> detectors = List.of(detectorWithStandby("data-0"), detectorWithStandby("data-1"));
        detectors.forEach(ServiceProcess::awaitReady);
        alerting.awaitReady();
        List<Story> stories = IntStream.range(0, 16).mapToObj(number -> attack("early-" + number)).toList();
        Story story = new Story(ACCOUNT, "patient", wallClock.instant());
        put(story.creation());
        harvest.until("the incidents of all", () -> stories.stream().allMatch(harvest::isSettled));
        Await.until("a copy of each other's state", Duration.ofMinutes(1),
                () -> detectors.stream().allMatch(detector -> sum(detector, STANDBYS) == 1
                        && sum(detector, STATE_LAG) == 0 && sum(detector, STATE_READ) > 20));
        ServiceProcess owner = detectors.stream().filter(ServiceFailureIT::reads).findFirst().orElseThrow();
        ServiceProcess standby = detectors.stream().filter(detector -> detector != owner).findFirst().orElseThrow();
        double copied = sum(standby, STATE_READ);
        owner.process().kill();
        Instant killed = wallClock.instant();
        put(story.grant());
        isOneIncident(story);
        System.out.printf(
                "with a standby, the incident came %d ms after the kill; state read before %.0f, after %.0f%n",
                Duration.between(killed, wallClock.instant()).toMillis(), copied, sum(standby, STATE_READ));
        assertThat(sum(standby, STATE_READ)).isLessThan(copied + 10);
    }

    private ServiceProcess detectorWithStandby(String data) throws IOException {
        return opened(ServiceProcess.start("detect", folder, Map.of("bootstrap.servers", bootstrapServers(),
                "data.dir", folder.resolve(data).toString(), "detector.standby.replicas", "1")));
    }

    /** Whether the account's events go to a detector. */
    private static boolean reads(ServiceProcess detector) {
        String partition = "partition=\"" + AccountPartitioner.partition(ACCOUNT, PARTITIONS) + "\"";
        return detector.body("/metrics").lines().anyMatch(line -> line.contains(partition)
                && line.contains("topic=\"" + Topics.IDENTITY.name() + "\""));
    }

    private static double sum(ServiceProcess service, Pattern metric) {
        return service.body("/metrics").lines().filter(metric.asPredicate())
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    @Test
    void anInstanceHangsWithItsTransactionOpenAndComesBack() throws Exception {
        List<ServiceProcess> detectors = List.of(service("detect", "data-0"), service("detect", "data-1"));
        detectors.forEach(ServiceProcess::awaitReady);
        alerting.awaitReady();
        List<Story> stories = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            stories.add(attack("early-" + i));
        }
        detectors.getFirst().process().freeze();
        for (int i = 0; i < 8; i++) {
            stories.add(attack("frozen-" + i));
        }
        harvest.until("the incidents of all", () -> stories.stream().allMatch(harvest::isSettled));
        detectors.getFirst().process().thaw();
        detectors.getFirst().awaitReady();
        Story last = attack("late");
        stories.add(last);
        stories.forEach(this::isOneIncident);
    }

    private void isOneIncident(Story story) {
        harvest.until("the incident of " + story.user(), () -> harvest.isSettled(story));
        assertThat(harvest.alerts(story)).as(story.user()).hasSize(1);
        assertThat(harvest.incidents(story)).as(story.user()).hasSize(1);
    }

    /**
     * An outage of a length, not a wait for something: nothing tells when a transaction of a broker that is down ends.
     */
    private void pass(Duration time) {
        Instant end = wallClock.instant().plus(time);
        Await.until("the end of the outage", time.multipliedBy(2), () -> wallClock.instant().isAfter(end));
    }

    private Story attack(String user) {
        Story story = new Story(ACCOUNT.substring(1) + user.length() % 10, user, wallClock.instant());
        put(story.account(), story.creation());
        put(story.account(), story.grant());
        return story;
    }

    private void put(String record) {
        put(ACCOUNT, record);
    }

    private void put(String account, String record) {
        var unused = producer
                .send(new ProducerRecord<>(Topics.IDENTITY.name(), AccountPartitioner.partition(account, PARTITIONS),
                        account, record.getBytes(UTF_8)));
    }

    private void startBroker() {
        broker = opened(BrokerProcess.start(folder.resolve("kafka"), port, PARTITIONS));
        broker.awaitOut(BrokerProcess.READY);
    }

    private ServiceProcess service(String name, String data) throws IOException {
        return opened(ServiceProcess.start(name, folder, Map.of("bootstrap.servers", bootstrapServers(), "data.dir",
                folder.resolve(data).toString())));
    }

    private String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }
}
