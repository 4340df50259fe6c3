package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.notify.TrialNotification;
import io.iamwatch.alerting.notify.outbox.Parked;
import io.iamwatch.alerting.notify.outbox.Resend;
import io.iamwatch.alerting.notify.sink.Sinks;
import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.detector.rules.Rules;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch notify}: what people do about those who are told. */
@Command(name = "notify", mixinStandardHelpOptions = true,
        description = "Tries those who are told of incidents, and shows and sends again what they did not take.")
final class NotifyCommand implements Runnable {

    private static final String SINK = "A name of `sinks` in the configuration.";
    private static final int TIMEOUT_MILLIS = 15_000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    /** What a command does with a configuration. */
    private interface Work {

        int with(ServiceConfig config) throws InterruptedException;
    }

    @Command(name = "test", mixinStandardHelpOptions = true,
            description = {"Tells a sink of an incident that does not exist, marked as a test, and prints its answer.",
                    "A service of PagerDuty is paged, and the page resolved at once. Routes and retries do not count.",
                    "Exit code 0: it took it. 1: not, and why. 2: wrong usage."})
    int test(@Parameters(paramLabel = "SINK", description = SINK) String sink, @Mixin ConfigOption config)
            throws InterruptedException {
        return with(config, "test", valid -> {
            SinkSettings settings = sink(valid, sink, "test");
            Instant now = wallClock.instant();
            String run = Long.toString(now.toEpochMilli());
            try (Sink open = Sinks.open(settings)) {
                boolean taken = tell(open, TrialNotification.of(Kind.OPENED, run, now));
                return taken && (!(settings.destination() instanceof Destination.PagerDuty)
                        || tell(open, TrialNotification.of(Kind.RESOLVED, run, now))) ? 0 : 1;
            }
        });
    }

    @Command(name = "parked", mixinStandardHelpOptions = true,
            description = {"Lists the notifications that were given up and can be sent again.",
                    "Exit code 0: listed. 1: not, and why. 2: wrong usage."})
    int parked(
            @Parameters(paramLabel = "SINK", arity = "0..1", description = SINK + " Without it, of all.") String sink,
            @Mixin ConfigOption config) throws InterruptedException {
        return with(config, "parked", valid -> {
            List<Delivery> parked = Parked.read(kafka(valid)).stream()
                    .filter(delivery -> sink == null || sink.equals(delivery.sink())).toList();
            parked.forEach(delivery -> out().println(neutralise(delivery.sink()) + "  "
                    + neutralise(delivery.notificationId()) + "  " + Instant.ofEpochMilli(delivery.time())
                    + "  attempts " + delivery.attempts() + "  " + neutralise(delivery.answer())));
            if (parked.isEmpty()) {
                out().println("nothing is parked");
            }
            return 0;
        });
    }

    @Command(name = "resend", mixinStandardHelpOptions = true,
            description = {"Sends parked notifications again, under their ids, in the order of the outbox.",
                    "Where the sink wants to be asked later, the rest stays parked.",
                    "Exit code 0: the sink took them. 1: not all, and why. 2: wrong usage."})
    int resend(@Parameters(paramLabel = "SINK", description = SINK) String sink,
            @Parameters(paramLabel = "ID", arity = "0..1", description = "As `notify parked` shows it.") String id,
            @Option(names = "--all", description = "All that are parked for this sink.") boolean all,
            @Mixin ConfigOption config) throws InterruptedException {
        if ((id == null) != all) {
            throw usage("resend", "an ID or --all is needed, and not both");
        }
        return with(config, "resend", valid -> {
            Resent resent = new Resent();
            List<String> missing = Resend.run(kafka(valid), sink(valid, sink, "resend"),
                    parked -> all || parked.equals(id), wallClock, resent::add);
            missing.forEach(lost -> out().println(neutralise(lost) + "  is not in the outbox any more"));
            if (resent.count == 0 && missing.isEmpty()) {
                out().println(all ? "nothing is parked for this sink" : "that is not parked for this sink");
            }
            return resent.allTaken && missing.isEmpty() && (all || resent.count > 0) ? 0 : 1;
        });
    }

    private final class Resent {
        private int count;
        private boolean allTaken = true;

        private void add(String id, Answer answer) {
            count++;
            allTaken &= answer instanceof Answer.Accepted;
            out().println(neutralise(id) + "  " + meaning(answer));
        }
    }

    private boolean tell(Sink sink, Notification notification) throws InterruptedException {
        Answer answer = sink.tell(notification, wallClock.instant());
        out().println(neutralise(notification.id()) + "  " + meaning(answer));
        return answer instanceof Answer.Accepted;
    }

    private static String meaning(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> "taken: ";
            case Answer.Later later -> "not taken, it would be tried again: ";
            case Answer.Refused refused -> "refused, it would be parked: ";
            case Answer.Gone gone -> "the sink is gone, all would be parked: ";
        } + neutralise(answer.said());
    }

    private int with(ConfigOption config, String command, Work work) throws InterruptedException {
        return switch (ConfigFile.load(config.file(), Set.of(Service.ALERTING), err())) {
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
            case ConfigFile.Loaded.Valid(ServiceConfig valid, Rules rules, var shadow) -> {
                try {
                    yield work.with(valid);
                } catch (KafkaException failure) {
                    throw new IllegalStateException("no answer of Kafka at " + bootstrapServers(valid) + " that can be "
                            + "used; is `" + command + "` asked with the services' configuration, and are they at "
                            + "work? (" + failure.getMessage() + ")", failure);
                }
            }
        };
    }

    private SinkSettings sink(ServiceConfig config, String name, String command) {
        Optional<SinkSettings> known = config.sinks().stream().filter(sink -> sink.name().equals(name)).findFirst();
        return known.orElseThrow(() -> usage(command, neutralise(name) + ": there is no such sink; sinks names: "
                + (config.sinks().isEmpty()
                        ? "none"
                        : config.sinks().stream().map(SinkSettings::name).collect(Collectors.joining(", ")))));
    }

    private static Map<String, Object> kafka(ServiceConfig config) {
        Map<String, Object> kafka = new HashMap<>(config.kafka());
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(config));
        kafka.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return kafka;
    }

    /** The broker of `run` listens on loopback. */
    private static String bootstrapServers(ServiceConfig config) {
        return config.bootstrapServers().orElseGet(() -> "127.0.0.1:" + config.brokerPort());
    }

    private CommandLine.ParameterException usage(String command, String message) {
        return new CommandLine.ParameterException(spec.subcommands().get(command), message);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
