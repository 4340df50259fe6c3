package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import io.iamwatch.deploy.topics.Rewriting;
import io.iamwatch.deploy.topics.TopicRewrite;
import io.iamwatch.detector.rules.Rules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./iamwatch topics}. */
@Command(name = "topics", mixinStandardHelpOptions = true,
        description = "Writes all topics anew, and the detector's and alerting's state with them, while nothing runs.")
final class TopicsCommand implements Runnable {

    private static final String HOW = "All services have to be stopped; Kinesis keeps what comes meanwhile. Needs, for "
            + "a while, the space of the largest topic once more. Interrupted, it goes on with --resume, and until "
            + "then no service starts. Positions that stand inside of records, in alerts and in evidence, are those "
            + "of before.";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }

    /** Moves everything to another number of partitions. */
    @Command(name = "migrate", mixinStandardHelpOptions = true, description = {
            "Moves all topics, with all they hold and what the services know, to another number of partitions: the "
                    + "most threads that can share the work.",
            HOW, "Exit code 0: done, or shown. 1: not, and why. 2: wrong usage."})
    int migrate(@Mixin ConfigOption config, @Option(names = "--partitions", paramLabel = "N", required = true,
            description = "Partitions of each topic.") int partitions,
            @Mixin RewriteOptions options) throws InterruptedException {
        if (partitions < 1 || partitions > ServiceConfig.MOST_PARTITIONS) {
            throw usage("migrate", "--partitions " + partitions + ": is to be 1 to " + ServiceConfig.MOST_PARTITIONS);
        }
        return rewrite(config, new Rewriting.Move(partitions), options);
    }

    /** Removes an account. */
    @Command(name = "erase", mixinStandardHelpOptions = true, description = {
            "Removes all records of an AWS account from all topics, and what the services know of it. Of bytes "
                    + "that were rejected, those go that name the account. Other accounts' records that mention it "
                    + "stay, and so does what is elsewhere: Kinesis, backups, what was sent to other systems. Kafka "
                    + "deletes the files a minute later.",
            HOW, "Exit code 0: done, or shown. 1: not, and why. 2: wrong usage."})
    int erase(@Mixin ConfigOption config, @Option(names = "--account", paramLabel = "ID", required = true,
            description = "The account: twelve digits.") String account,
            @Mixin RewriteOptions options) throws InterruptedException {
        if (!account.matches("[0-9]{12}")) {
            throw usage("erase", "--account " + TerminalText.neutralise(account) + ": an AWS account id has twelve"
                    + " digits");
        }
        return rewrite(config, new Rewriting.Erase(account), options);
    }

    private CommandLine.ParameterException usage(String command, String message) {
        return new CommandLine.ParameterException(spec.subcommands().get(command), message);
    }

    private int rewrite(ConfigOption config, Rewriting rewriting, RewriteOptions options)
            throws InterruptedException {
        return switch (ConfigFile.load(config.file(), EnumSet.noneOf(Service.class), err())) {
            case ConfigFile.Loaded.Valid(ServiceConfig valid, Rules rules, var shadow) -> {
                if (options.yes()) {
                    rewrite(valid, rewriting, options);
                } else {
                    out().println("nothing was changed: `" + rewriting.command() + "` is done with --yes, on "
                            + valid.bootstrapServers().orElse("the broker in " + valid.dataFolder()));
                }
                yield 0;
            }
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
        };
    }

    private void rewrite(ServiceConfig config, Rewriting rewriting, RewriteOptions options) {
        Map<String, Object> client = new HashMap<>(config.kafka());
        if (config.bootstrapServers().isPresent()) {
            client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers().get());
            rewrite(client, config, rewriting, options);
            return;
        }
        Path folder = new InstallationFolder(config.dataFolder()).broker();
        if (!EmbeddedBroker.isFormatted(folder)) {
            throw new IllegalStateException("data.dir " + TerminalText.neutralise(config.dataFolder().toString())
                    + ": holds no broker; is it the configuration that `run` is started with?");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
            rewrite(client, config, rewriting, options);
        }
    }

    private void rewrite(Map<String, Object> client, ServiceConfig config, Rewriting rewriting,
            RewriteOptions options) {
        TopicRewrite.run(client, config.connectGroup(), rewriting, options.resume(), out()::println);
        out().println("done: the services can be started");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Whether it is done, and anew or on. */
    static final class RewriteOptions {

        @Option(names = "--yes", description = "Do it; without it the command only says what it would do.")
        private boolean yes;

        @Option(names = "--resume", description = "Go on with what was interrupted.")
        private boolean resume;

        boolean yes() {
            return yes;
        }

        boolean resume() {
            return resume;
        }
    }
}
