package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of real brokers and a real Kinesis API. */
class DoctorCommandIT {

    private static final String STREAM = "cloudtrail";

    @TempDir
    private Path folder;

    @Test
    void findsWhatIsMissingAndCreatesItWhenTold() throws IOException {
        try (KinesisEmulator kinesis = KinesisEmulator.start(folder.resolve("kinesis"), line -> {});
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            kinesis.createStream(STREAM, 2);
            Path config = config(broker.bootstrapServers(), kinesis.endpoint().toString());
            CommandRun before = doctor(config);
            assertThat(before.exitCode()).as(before.out()).isEqualTo(1);
            assertThat(before.out()).contains("FAIL  topics: missing: " + Topics.IDENTITY.name(), "--fix",
                    "ok    Kafka: 1 brokers answer", "metadata.version 4.", "the clients here are 4.",
                    "ok    stream cloudtrail: 2 shards can be listed and read");

            CommandRun fixed = doctor(config, "--fix");
            assertThat(fixed.exitCode()).as(fixed.out()).isZero();
            assertThat(fixed.out()).contains("created with 3 partitions: " + Topics.IDENTITY.name());
            Files.writeString(config, """
                    sinks=here,away
                    sink.here.type=webhook
                    sink.here.url=%1$s/secret-path
                    sink.here.secrets=whsec_%2$s
                    sink.away.type=slack
                    sink.away.url=http://127.0.0.1:1/secret-path
                    """.formatted(kinesis.endpoint(), "QUFB".repeat(10)), StandardOpenOption.APPEND);
            CommandRun sinks = doctor(config);
            assertThat(sinks.out()).contains("ok    sink here: 127.0.0.1:", "FAIL  sink away: 127.0.0.1:1 cannot be")
                    .doesNotContain("secret-path", "whsec");
            config = config(broker.bootstrapServers(), kinesis.endpoint().toString());
            CommandRun after = doctor(config);
            assertThat(after.exitCode()).as(after.out()).isZero();
            assertThat(after.out()).contains("ok    topics: " + Topics.IN_FLOW_ORDER.size() + " with 3 partitions")
                    .doesNotContain("FAIL", "instead of");
        }
    }

    @Test
    void findsTopicsThatAreNotAsTheContractSays() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.IDENTITY.name(), Optional.of(2), Optional.of((short) 1)),
                    new NewTopic(Topics.ALERTS.name(), Optional.of(3), Optional.of((short) 1)))).all().get();
            CommandRun run = doctor(config(broker.bootstrapServers(), "http://127.0.0.1:1"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("FAIL  topics: have not one partition count: {cloudtrail.identity=2, "
                    + "iamwatch.alerts=3}", "WARN  cloudtrail.identity: retention.ms=604800000 instead of -1",
                    "FAIL  stream cloudtrail: cannot be asked");
        }
    }

    @Test
    void saysThatNothingAnswers() throws IOException {
        CommandRun run = doctor(config("127.0.0.1:1", "http://127.0.0.1:1"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FAIL  Kafka: does not do what is asked", "bootstrap.servers");
    }

    @Test
    void withoutAConfigurationItLooksAtTheMachine() {
        CommandRun run = CommandRun.of(List.of("doctor"));
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("ok    Java: ");
    }

    private Path config(String bootstrapServers, String kinesis) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                data.dir=%s
                bootstrap.servers=%s
                topics.partitions=3
                http.port=0
                console.port=0
                kinesis.streams=%s
                kinesis.region=%s
                kinesis.endpoint=%s
                """.formatted(folder.resolve("data"), bootstrapServers, STREAM, KinesisEmulator.REGION, kinesis));
    }

    private static CommandRun doctor(Path config, String... more) {
        return CommandRun.of(List.of("doctor", "--config", config.toString()), more);
    }
}
