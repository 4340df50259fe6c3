package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where installations of {@code ./iamwatch run} live: a folder, a stream of one shard, a port for their broker. */
final class RunHome implements AutoCloseable {

    static final String STREAM = "cloudtrail";
    /** What a shell calls the end by SIGTERM. */
    static final int TERMINATED = 128 + 15;

    private final InstantSource wallClock = InstantSource.system();
    private final int partitions;
    private final Path folder;
    private final KinesisEmulator kinesis;
    private final int brokerPort = FreePort.find();

    /**
     * Makes one.
     *
     * @param partitions of the topics that are created
     */
    RunHome(int partitions) throws IOException {
        this.partitions = partitions;
        folder = TestFolder.create();
        kinesis = KinesisEmulator.start(Files.createDirectory(folder.resolve("kinesis")), System.out::println);
        kinesis.createStream(STREAM, 1);
    }

    Path folder() {
        return folder;
    }

    KinesisEmulator kinesis() {
        return kinesis;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    /** The configuration of an installation with its data in a folder of that name, to be changed. */
    Map<String, String> config(String data) {
        Map<String, String> config = new TreeMap<>(Map.of("data.dir", folder.resolve(data).toString(), "broker.port",
                Integer.toString(brokerPort), "topics.partitions", Integer.toString(partitions), "ingest.tasks.max",
                "1"));
        config.putAll(Map.of("kinesis.streams", STREAM, "kinesis.region", KinesisEmulator.REGION, "kinesis.endpoint",
                kinesis.endpoint().toString(), "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms",
                "200"));
        return config;
    }

    /** The same in a file, for another command than {@code run}. */
    Path configFile(String data) throws IOException {
        return Files.writeString(folder.resolve(data + ".properties"), config(data).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining("\n")));
    }

    ServiceProcess start(Map<String, String> config) throws IOException {
        return ServiceProcess.start("run", folder, config);
    }

    Harvest harvest() {
        return new Harvest(bootstrapServers(), partitions);
    }

    Story story(String account, String user) {
        return new Story(account, user, wallClock.instant());
    }

    void put(String... records) {
        new KinesisFeed(kinesis.client(), STREAM, wallClock)
                .put(Stream.of(records).map(record -> record.getBytes(UTF_8)).toList());
    }

    @Override
    public void close() throws IOException {
        kinesis.close();
        TestFolder.remove(folder);
    }
}
