package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.DataFolder;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.EmbeddedConnect;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The whole connector: a stream that is full, an emulator that gives out of it what it can, Connect with exactly
 * once, a broker, and a {@code read_committed} reader that counts. The emulator is slower than Kinesis and than the
 * connector: what counts is the processor time that the connector takes for an event.
 */
public final class ConnectorBench {

    static final String CONNECTOR = "ingest-bench";

    private static final String STREAM = "cloudtrail";
    private static final int PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<byte[]> payloads;
    private final long eventsOfAll;
    private final int warmUps;
    private final int rounds;
    private final InstantSource wallClock;
    private final Consumer<String> progress;

    /**
     * Prepares a measurement.
     *
     * @param perPayload how many events each payload holds
     * @param warmUps how often all payloads come before the measurement begins
     * @param rounds how often they come then
     * @param progress is told, a line a step, how it goes
     */
    public ConnectorBench(int perPayload, int warmUps, int rounds, InstantSource wallClock,
            Consumer<String> progress) {
        this.payloads = TrafficPayloads.of(perPayload);
        this.eventsOfAll = (long) payloads.size() * perPayload;
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.wallClock = wallClock;
        this.progress = progress;
    }

    /**
     * Measures; takes a minute, most of which the emulator does.
     *
     * @throws IllegalStateException if a part does not come up, or events do not come within five minutes
     */
    public ConnectorFigures run() {
        DataFolder folder = DataFolder.create();
        try (KinesisEmulator kinesis = KinesisEmulator.start(folder.path(), progress);
                EmbeddedBroker broker = EmbeddedBroker.start(folder.path().resolve("kafka"), 0)) {
            broker.createTopics(PARTITIONS);
            kinesis.createStream(STREAM, 1);
            KinesisFeed feed = new KinesisFeed(kinesis.client(), STREAM, wallClock);
            for (int i = 0; i < warmUps + rounds; i++) {
                feed.put(payloads);
            }
            progress.accept((warmUps + rounds) * eventsOfAll + " events are in Kinesis");
            return measured(kinesis, broker.bootstrapServers());
        } finally {
            folder.remove();
        }
    }

    private ConnectorFigures measured(KinesisEmulator kinesis, String bootstrapServers) {
        try (EmbeddedConnect connect = EmbeddedConnect.start(bootstrapServers, "iamwatch-connect", Map.of());
                var reader = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "isolation.level",
                        "read_committed", "auto.offset.reset", "earliest", "group.id", "bench"),
                        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.subscribe(Stream.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY).map(topic -> topic.name())
                    .toList());
            connect.startConnector(CONNECTOR, Map.of("connector.class", KinesisSourceConnector.class.getName(),
                    "tasks.max", "1", "kinesis.streams", STREAM, "kinesis.region", KinesisEmulator.REGION,
                    "kinesis.endpoint", kinesis.endpoint().toString(), "kinesis.start.position", "TRIM_HORIZON",
                    "kinesis.poll.interval.ms", "200",
                    // The emulator takes ever longer for larger answers.
                    "kinesis.get.records.limit", "100"));
            long warm = count(reader, warmUps * eventsOfAll);
            Instant start = wallClock.instant();
            CpuTimes before = CpuTimes.now();
            long events = count(reader, (warmUps + rounds) * eventsOfAll - warm);
            CpuTimes cpu = CpuTimes.now().minus(before);
            ConnectorFigures figures = new ConnectorFigures(events, Duration.between(start, wallClock.instant()),
                    cpu.connector(), cpu.all());
            progress.accept(events + " events came within " + figures.took().toMillis() + " ms");
            return figures;
        }
    }

    private long count(KafkaConsumer<byte[], byte[]> reader, long atLeast) {
        Instant limit = wallClock.instant().plus(LIMIT);
        long count = 0;
        while (count < atLeast) {
            if (wallClock.instant().isAfter(limit)) {
                throw new IllegalStateException(count + " of " + atLeast + " events came within " + LIMIT);
            }
            count += reader.poll(Duration.ofMillis(100)).count();
        }
        return count;
    }
}
