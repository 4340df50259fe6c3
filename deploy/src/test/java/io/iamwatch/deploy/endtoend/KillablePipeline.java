package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A pipeline in a process of its own that is killed and started again on the same folder and port, while Kinesis
 * and the reader stay.
 */
final class KillablePipeline implements AutoCloseable {

    private static final int SIGKILLED = 128 + 9;

    private final InstantSource wallClock = InstantSource.system();
    private final Path folder;
    private final int port;
    private final KinesisEmulator kinesis;
    private final KinesisFeed feed;
    private final Harvest harvest;
    private JavaProcess process;
    private Instant started = Instant.EPOCH;

    KillablePipeline() throws IOException {
        folder = TestFolder.create();
        port = FreePort.find();
        kinesis = KinesisEmulator.start(folder, System.out::println);
        kinesis.createStream(PipelineProcess.STREAM, 2);
        feed = new KinesisFeed(kinesis.client(), PipelineProcess.STREAM, wallClock);
        harvest = new Harvest(InetAddress.getLoopbackAddress().getHostAddress() + ":" + port,
                PipelineProcess.PARTITIONS);
    }

    void start() {
        started = wallClock.instant();
        process = PipelineProcess.start(folder, port, kinesis.endpoint());
    }

    void awaitReady() {
        process.awaitOut(PipelineProcess.READY);
        System.out.println("ready after " + Duration.between(started, wallClock.instant()).toMillis() + " ms");
    }

    void kill() throws InterruptedException {
        assertThat(process.kill()).isEqualTo(SIGKILLED);
    }

    KinesisFeed feed() {
        return feed;
    }

    KinesisStream kinesis() {
        return new KinesisStream(kinesis.client(), PipelineProcess.STREAM);
    }

    Harvest harvest() {
        return harvest;
    }

    Story story(String account, String user) {
        return new Story(account, user, wallClock.instant());
    }

    @Override
    public void close() throws IOException {
        process.close();
        harvest.close();
        kinesis.close();
        TestFolder.remove(folder);
    }
}
