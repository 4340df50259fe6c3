package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.pipeline.Pipeline;
import io.iamwatch.deploy.pipeline.PipelineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Kinesis, the pipeline, and a reader of all that comes out; one for all classes that ask for it. */
final class WholeWay implements AutoCloseable {

    static final int PARTITIONS = 4;

    private static final String STREAM = "cloudtrail";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final InstantSource wallClock = InstantSource.system();
    private final AtomicInteger lastAccount = new AtomicInteger();
    private final AtomicInteger lastMarker = new AtomicInteger();
    private final Path folder;
    private final KinesisEmulator kinesis;
    private final Pipeline pipeline;
    private final KinesisFeed feed;
    private final Harvest harvest;

    private WholeWay(Path folder) {
        this.folder = folder;
        kinesis = KinesisEmulator.start(folder, System.out::println);
        kinesis.createStream(STREAM, 2);
        pipeline = Pipeline.start(PipelineSettings.local(folder, kinesis::endpoint, KinesisEmulator.REGION, STREAM,
                POLL_INTERVAL, PARTITIONS, 0), System.out::println);
        feed = new KinesisFeed(kinesis.client(), STREAM, wallClock);
        harvest = new Harvest(pipeline.bootstrapServers(), PARTITIONS);
    }

    static WholeWay start() throws IOException {
        return new WholeWay(TestFolder.create());
    }

    /** An account that no other test uses. */
    String newAccount() {
        return String.format(java.util.Locale.ROOT, "9%011d", lastAccount.incrementAndGet());
    }

    /** A story that happens now. */
    Story story(String account, String user) {
        return new Story(account, user, wallClock.instant());
    }

    /**
     * Puts payloads in order, and behind them one more attack in that account, and returns when that is an incident.
     * One shard and one partition keep the order: all that came before, in that account, has had its effect then.
     */
    void play(String account, List<byte[]> payloads) {
        Story marker = story(account, "marker-" + lastMarker.incrementAndGet());
        List<byte[]> all = new ArrayList<>(payloads);
        all.add((marker.creation() + "\n" + marker.grant()).getBytes(UTF_8));
        feed.put(all);
        harvest.until("the attack that follows in account " + account, () -> harvest.isSettled(marker));
    }

    /** The same, of bare records. */
    void playRecords(String account, List<String> records) {
        play(account, Envelope.BARE_RECORD.wrap(records));
    }

    Harvest harvest() {
        return harvest;
    }

    KinesisStream kinesis() {
        return new KinesisStream(kinesis.client(), STREAM);
    }

    String bootstrapServers() {
        return pipeline.bootstrapServers();
    }

    @Override
    public void close() throws IOException {
        harvest.close();
        pipeline.close();
        kinesis.close();
        TestFolder.remove(folder);
    }
}
