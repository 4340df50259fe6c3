package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.deploy.config.HttpTls;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.deploy.embedded.ExitRequests;
import io.iamwatch.deploy.pipeline.AlertingFacts;
import io.iamwatch.deploy.pipeline.Pipeline;
import io.iamwatch.deploy.pipeline.PipelineSettings;
import io.iamwatch.deploy.status.ServiceMetrics;
import io.iamwatch.deploy.status.StatusServer;
import io.iamwatch.detector.rules.Rules;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/** Services at work until the process is told to stop, or a part of them has failed for good. */
final class ServiceRun {

    /** What a shell calls the end by SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    private final CommandLine.Model.CommandSpec command;
    private final Set<Service> services;

    ServiceRun(CommandLine.Model.CommandSpec command, Set<Service> services) {
        this.command = command;
        this.services = services;
    }

    /**
     * Runs what a configuration says.
     *
     * @return 1 when a part has failed, or the configuration is wrong, 2 when that cannot be read
     */
    int run(String file, boolean needsKafka) {
        PrintWriter err = command.commandLine().getErr();
        return switch (ConfigFile.load(file, services, err)) {
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
            case ConfigFile.Loaded.Valid(ServiceConfig config, Rules rules, Optional<Rules> shadow) -> {
                if (needsKafka && config.bootstrapServers().isEmpty()) {
                    err.println(ConfigFile.name(file) + ": bootstrap.servers: is needed here: host:port of Kafka; "
                            + "only `run` brings a broker of its own");
                    yield 1;
                }
                yield run(PipelineSettings.of(config, rules, shadow, services), config, err);
            }
        };
    }

    private int run(PipelineSettings settings, ServiceConfig config, PrintWriter err) {
        InstantSource wallClock = InstantSource.system();
        Progress progress = new Progress(System.err, wallClock);
        Optional<HttpTls> tls = config.httpTls();
        AlertingFacts facts = new AlertingFacts();
        try (ServiceMetrics metrics = new ServiceMetrics(config.dataFolder());
                Pipeline pipeline = new Pipeline(settings, progress, facts);
                StatusServer status = StatusServer.start(config.httpAddress(), config.httpPort(), pipeline,
                        metrics::scrape, config.httpToken(), tls, wallClock)) {
            metrics.add(facts.deliveries(), config.sinks().stream().map(SinkSettings::name).toList());
            AtomicInteger exitCode = new AtomicInteger(TERMINATED);
            closeAndHaltOnExit(pipeline, exitCode);
            metrics.add(pipeline);
            ExitRequests.explainHalts(reason -> System.err.println("iamwatch " + command.name() + ": " + reason));
            progress.accept("health and metrics on " + (tls.isPresent() ? "https" : "http") + "://"
                    + config.httpAddress() + ":" + status.port());
            try {
                pipeline.start();
            } catch (IllegalStateException failure) {
                exitCode.set(1);
                throw failure;
            }
            progress.accept("ready");
            String reason = pipeline.exitRequested().toCompletableFuture().join();
            err.println("iamwatch " + command.name() + ": " + reason);
            exitCode.set(1);
            return 1;
        }
    }

    /** Halts when all is closed: Connect and others have hooks of their own, which wait for brokers that are away. */
    private static void closeAndHaltOnExit(Pipeline pipeline, AtomicInteger exitCode) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            pipeline.close();
            Runtime.getRuntime().halt(exitCode.get());
        }, "stop"));
    }
}
