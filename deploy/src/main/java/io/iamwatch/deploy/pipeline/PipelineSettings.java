package io.iamwatch.deploy.pipeline;

import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.deploy.canary.CanarySettings;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.topology.Generation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a pipeline needs to know.
 *
 * @param services those that run in this process
 * @param kafka the broker that they use
 * @param dataFolder where state stands, and the log of a broker of its own
 * @param worker the Connect worker that ingest runs on
 * @param connector gives the connector's settings when ingest needs them: an emulator may come up meanwhile
 * @param detector settings of the detector's Streams but for where Kafka is
 * @param alerting settings of alerting's Streams but for where Kafka is
 * @param rules what the detector judges by
 * @param shadow candidates that the detector judges by beside them; empty for none
 * @param generation which life of the detector's state it is
 * @param timing how long what must be told of incidents may wait
 * @param groups who looks after incidents that nobody was assigned to
 * @param sinks who is told of incidents
 * @param console the web console beside alerting; empty for none
 * @param canary the canary, which the detector knows and alerting keeps; empty for none
 */
public record PipelineSettings(Set<Service> services, Kafka kafka, Path dataFolder, Worker worker,
        Supplier<Map<String, String>> connector, Map<String, Object> detector, Map<String, Object> alerting,
        Rules rules, Optional<Rules> shadow, Generation generation, Timing timing,
        AssigneeGroups groups, List<SinkSettings> sinks, Optional<ConsoleSettings> console,
        Optional<CanarySettings> canary) {

    /** Where Kafka is. */
    public sealed interface Kafka {

        /**
         * A broker in this process, on loopback.
         *
         * @param port its port; 0 for a free one
         * @param partitions of the topics that it creates
         */
        record Own(int port, int partitions) implements Kafka {
        }

        /**
         * Brokers that are there.
         *
         * @param bootstrapServers where
         */
        record Given(String bootstrapServers) implements Kafka {
        }
    }

    /**
     * How a Connect worker takes part in its group.
     *
     * @param group the group
     * @param listener where other workers reach it, on Kafka that is given
     * @param settings what it is told besides, Kafka's clients included
     */
    public record Worker(String group, URI listener, Map<String, String> settings) {

        /** Without the values: secrets are among them. */
        @Override
        public String toString() {
            return "Worker[" + group + ", " + listener + ", " + settings.keySet() + "]";
        }
    }

    /** Without the values: secrets are among them. */
    @Override
    public String toString() {
        return "PipelineSettings[" + services + ", " + kafka + ", " + dataFolder + ", " + worker + ", "
                + detector.keySet() + ", " + alerting.keySet() + ", " + sinks.stream().map(SinkSettings::name).toList()
                + "]";
    }

    /**
     * Returns the settings of everything in one process, whose data lasts as long as its folder, as a demo or a test
     * needs it.
     *
     * @param kinesis gives the endpoint of Kinesis when ingest needs it
     * @param region the region that requests are signed for
     * @param stream the stream that is read, from its oldest record on
     * @param pollInterval how often a shard is asked for records
     * @param partitions of every topic
     * @param brokerPort the broker's port on loopback; 0 for a free one
     */
    public static PipelineSettings local(Path dataFolder, Supplier<URI> kinesis, String region, String stream,
            Duration pollInterval, int partitions, int brokerPort) {
        Map<String, Object> streams = Map.of(StreamsConfig.STATE_DIR_CONFIG, dataFolder.resolve("state").toString());
        return new PipelineSettings(EnumSet.allOf(Service.class), new Kafka.Own(brokerPort, partitions), dataFolder,
                new Worker("iamwatch-connect", URI.create("http://127.0.0.1:0"), Map.of()),
                () -> Map.of("tasks.max", "2", "kinesis.streams", stream, "kinesis.region", region,
                        "kinesis.endpoint", kinesis.get().toString(), "kinesis.start.position", "TRIM_HORIZON",
                        "kinesis.poll.interval.ms", Long.toString(pollInterval.toMillis())),
                streams, streams, Rules.DEFAULT, Optional.empty(), Generation.FIRST, Timing.DEFAULT,
                AssigneeGroups.DEFAULT, List.of(), Optional.empty(), Optional.empty());
    }

    /** Returns the same with a console on a free port of loopback. */
    public PipelineSettings withLocalConsole() {
        return new PipelineSettings(services, kafka, dataFolder, worker, connector, detector, alerting, rules,
                shadow, generation, timing, groups, sinks, Optional.of(ConsolePart.onLoopback()), canary);
    }

    /** Returns the settings that a configuration comes to. */
    public static PipelineSettings of(ServiceConfig config, Rules rules, Optional<Rules> shadow,
            Set<Service> services) {
        Kafka kafka = config.bootstrapServers().<Kafka>map(Kafka.Given::new)
                .orElseGet(() -> new Kafka.Own(config.brokerPort(), config.partitions()));
        return new PipelineSettings(services, kafka, config.dataFolder(),
                new Worker(config.connectGroup(), config.connectListener(), config.connectSettings()),
                config::connector, config.detector(), config.alerting(), rules, shadow, config.detectorGeneration(),
                config.timing(), config.assigneeGroups(), config.sinks(), ConsolePart.settings(config),
                config.canary());
    }
}
