package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.config.KinesisSource;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.demo.DemoTraffic;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.detector.rules.Rules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code ./iamwatch traffic}: what the demo plays, for services that run by themselves. */
@Command(name = "traffic", mixinStandardHelpOptions = true,
        description = {"Plays real benign traffic and, once, a real recorded attack into the first stream of a",
                "Kinesis emulator, dated to now, until it is told to stop. Refused where kinesis.endpoint is not set:",
                "an attack that never was must not come to the streams of AWS."})
final class TrafficCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Option(names = "--input", paramLabel = "FILE", arity = "1..*",
            description = "Play these CloudTrail files instead, as they are: JSON, JSON lines, {\"Records\":[…]}, "
                    + "plain or gzip.")
    private List<Path> input = List.of();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        return switch (ConfigFile.load(config.file(), Set.of(Service.INGEST), err)) {
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
            case ConfigFile.Loaded.Valid(var valid, Rules rules, Optional<Rules> shadow) ->
                play(valid.connector(), err);
        };
    }

    private int play(Map<String, String> connector, PrintWriter err) throws InterruptedException {
        KinesisSource source = KinesisSource.of(connector);
        if (source.endpoint().override().isEmpty()) {
            err.println(ConfigFile.name(config.file()) + ": kinesis.endpoint: must name an emulator here: "
                    + "an attack that never was must not come to the streams of AWS");
            return 1;
        }
        InstantSource wallClock = InstantSource.system();
        Progress progress = new Progress(System.err, wallClock);
        String stream = source.streams().getFirst().name();
        try (KinesisClient kinesis = source.endpoint().connect();
                DemoTraffic traffic = new DemoTraffic(new KinesisFeed(kinesis, stream, wallClock), input, wallClock,
                        progress)) {
            progress.accept("playing into stream " + stream + " at " + source.endpoint().override().get());
            traffic.start();
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
