package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers share the shards; one is killed, the other takes over within seconds, and still exactly once. */
class TwoWorkersIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(20);
    private static final String STREAM = "cloudtrail";
    private static final String CONNECTOR = "kinesis";
    private static final int PARTITIONS = 4;
    private static final int SHARDS = 4;
    private static final int TASKS = 2;

    private final InstantSource wallClock = InstantSource.system();
    private final List<StockWorker> workers = new ArrayList<>();
    private Path folder;
    private Path pluginPath;
    private EmbeddedBroker broker;
    private KinesisEmulator kinesis;

    @BeforeEach
    void start() throws Exception {
        folder = TestFolder.create();
        pluginPath = ConnectorPlugin.unpack(folder);
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(PARTITIONS);
        kinesis = KinesisEmulator.start(folder, System.out::println);
        kinesis.createStream(STREAM, SHARDS);
        join();
        workers.getFirst().awaitAnswer();
        join();
    }

    @AfterEach
    void stop() throws Exception {
        workers.forEach(StockWorker::close);
        broker.close();
        kinesis.close();
        TestFolder.remove(folder);
    }

    @Test
    void whenOneIsKilledTheOtherTakesOverWithinSecondsAndNothingIsLostOrTwice() throws Exception {
        workers.getFirst().configure(CONNECTOR, StockWorkerIT.connector(STREAM, kinesis, TASKS));
        try (NumberedRecords records = new NumberedRecords(kinesis.client(), STREAM);
                CommittedNumbers numbers = new CommittedNumbers(broker.bootstrapServers(), PARTITIONS)) {
            killTheFirst(records, numbers);
            join();
            killTheFirst(records, numbers);
            int count = records.stop();
            numbers.until(count + " records", LIMIT, () -> numbers.count() >= count);
            numbers.assertExactlyOnceInOrder(count);
        }
    }

    private void killTheFirst(NumberedRecords records, CommittedNumbers numbers) throws Exception {
        StockWorker survivor = workers.getLast();
        Await.until("both workers to have a task", LIMIT,
                () -> Set.copyOf(survivor.awaitRunning(CONNECTOR, TASKS).values()).size() == TASKS);
        allAccountsFrom(records.count(), LIMIT, numbers);

        workers.removeFirst().kill();
        Instant killed = wallClock.instant();
        allAccountsFrom(records.count(), TAKEOVER_LIMIT, numbers);
        System.out.println("taken over after " + Duration.between(killed, wallClock.instant()).toMillis() + " ms");
        assertThat(Set.copyOf(survivor.awaitRunning(CONNECTOR, TASKS).values())).containsExactly(survivor.id());
    }

    /** Returns once records of all accounts, and so of all shards, have come that were put from now on. */
    private static void allAccountsFrom(int number, Duration limit, CommittedNumbers numbers) {
        numbers.until("records of all shards from " + number + " on", limit,
                () -> numbers.seen().stream().filter(seen -> seen.number() >= number)
                        .map(CommittedNumbers.Seen::account).collect(Collectors.toSet())
                        .size() == NumberedRecords.ACCOUNTS);
    }

    private void join() throws Exception {
        workers.add(StockWorker.start(folder, pluginPath, broker.bootstrapServers()));
    }
}
