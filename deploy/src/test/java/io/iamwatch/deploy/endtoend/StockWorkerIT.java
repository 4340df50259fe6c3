package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The unpacked plugin on Kafka's own worker, and what {@code ./iamwatch ingest positions} does about it. */
class StockWorkerIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STREAM = "cloudtrail";
    private static final String CONNECTOR = "kinesis";
    private static final int PARTITIONS = 4;

    private static Path folder;
    private static EmbeddedBroker broker;
    private static KinesisEmulator kinesis;
    private static StockWorker worker;

    @BeforeAll
    static void start() throws Exception {
        folder = TestFolder.create();
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(PARTITIONS);
        worker = StockWorker.start(folder, ConnectorPlugin.unpack(folder), broker.bootstrapServers());
        kinesis = KinesisEmulator.start(folder, System.out::println);
        kinesis.createStream(STREAM, 2);
        worker.configure(CONNECTOR, connector());
        worker.awaitRunning(CONNECTOR, 2);
    }

    static Map<String, String> connector(String stream, KinesisEmulator kinesis, int tasks) {
        return Map.of("connector.class", KinesisSourceConnector.class.getName(), "tasks.max", Integer.toString(tasks),
                "exactly.once.support", "required", "transaction.boundary", "poll", "producer.override.linger.ms", "0",
                "kinesis.streams", stream, "kinesis.region", KinesisEmulator.REGION, "kinesis.endpoint",
                kinesis.endpoint().toString(), "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms",
                "100");
    }

    private static Map<String, String> connector() {
        return connector(STREAM, kinesis, 2);
    }

    @AfterAll
    static void stop() throws Exception {
        worker.close();
        broker.close();
        kinesis.close();
        TestFolder.remove(folder);
    }

    @Test
    void itLoadsThePluginAndDeliversAndItsPositionsAreShownAndMoved() throws Exception {
        assertThat(worker.get("/connector-plugins").findValuesAsText("class"))
                .contains(KinesisSourceConnector.class.getName());
        int count;
        try (NumberedRecords records = new NumberedRecords(kinesis.client(), STREAM);
                CommittedNumbers numbers = new CommittedNumbers(broker.bootstrapServers(), PARTITIONS)) {
            numbers.until("the first records", LIMIT, () -> numbers.count() > 100);
            count = records.stop();
            numbers.until(count + " records", LIMIT, () -> numbers.count() >= count);
            numbers.assertExactlyOnceInOrder(count);
        }
        positionsAreShown();
        nonsenseIsRefused();
        aShardReadFromItsOldestRecordComesASecondTime(count);
    }

    private static void positionsAreShown() {
        CommandRun shown = positions();
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out().lines()).hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("cloudtrail/shardId-\\d{12}  behind \\d+"));
    }

    private static void nonsenseIsRefused() {
        String before = positions().out();
        assertThat(positions("--set", "cloudtrail/shardId-7=oldest", "--yes").err())
                .contains("no position in cloudtrail/shardId-7; it has some in: cloudtrail/shardId-000000000000");
        assertThat(positions("--connector", "other").err()).contains("no connector other at ", "there: kinesis");
        assertThat(CommandRun.of(List.of("ingest", "positions", "--connect", "http://127.0.0.1:1")).err())
                .contains("is --connect right?");
        CommandRun planned = positions("--set", "cloudtrail/shardId-000000000000=oldest");
        assertThat(planned.exitCode()).isZero();
        assertThat(planned.out()).contains("->  at the oldest record", "a second time", "nothing was changed");
        assertThat(positions().out()).isEqualTo(before);
    }

    private static void aShardReadFromItsOldestRecordComesASecondTime(int count) {
        try (CommittedNumbers numbers = new CommittedNumbers(broker.bootstrapServers(), PARTITIONS)) {
            numbers.until("what is there", LIMIT, () -> numbers.count() == count);
            String shard = numbers.seen().getFirst().shard();
            long again = numbers.seen().stream().filter(seen -> seen.shard().equals(shard)).count();

            CommandRun moved = positions("--set", shard + "=oldest", "--yes");
            assertThat(moved.exitCode()).as(moved.err()).isZero();
            assertThat(moved.out()).contains("stops connector kinesis, which is RUNNING", "moves 1 shard",
                    "resumes the connector");
            numbers.until("the shard a second time", LIMIT, () -> numbers.count() >= count + again);
            assertThat(numbers.count()).isEqualTo(Math.toIntExact(count + again));
        }
        worker.awaitRunning(CONNECTOR, 2);
    }

    private static CommandRun positions(String... arguments) {
        return CommandRun.of(List.of("ingest", "positions", "--connect", worker.address()), arguments);
    }
}
