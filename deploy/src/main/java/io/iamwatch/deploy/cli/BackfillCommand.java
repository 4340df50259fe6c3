package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.backfill.Archive;
import io.iamwatch.deploy.backfill.Backfill;
import io.iamwatch.deploy.backfill.FolderArchive;
import io.iamwatch.deploy.backfill.S3Archive;
import io.iamwatch.deploy.backfill.Selection;
import io.iamwatch.deploy.backfill.Tally;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code ./iamwatch backfill}. Whatever it quotes of a name is neutralised for the terminal. */
@Command(name = "backfill", mixinStandardHelpOptions = true, description = {
        "Brings CloudTrail archives into cloudtrail.history, which replays read and the live detector never does.",
        "Each record comes there exactly once: interrupted, it goes on where it was; run again, it adds nothing.",
        "Exit code 0: all is there. 1: something is not, and why; run it again. 2: wrong usage.",
        "What is no CloudTrail record goes to cloudtrail.rejected, with the reason."})
final class BackfillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PATH", arity = "1..*",
            description = "Files, folders, or s3://bucket/prefix. What CloudTrail named is known by that name: read "
                    + "from S3 and from a copy of it, it is one file.")
    private List<String> paths;

    @Option(names = "--from", paramLabel = "TIME", description = "Files delivered then or later, as in 2026-03-01 or "
            + "2026-03-01T09:30:00Z. Events come up to 15 minutes before their file.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Files delivered before that.")
    private String to;

    @Option(names = "--accounts", paramLabel = "ID", split = ",", description = "Only these accounts.")
    private Set<String> accounts = Set.of();

    @Option(names = "--regions", paramLabel = "REGION", split = ",", description = "Only calls made in these regions.")
    private Set<String> regions = Set.of();

    @Option(names = "--parallel", paramLabel = "N", defaultValue = "2",
            description = "How many files are read at once, 1 to " + Backfill.MAX_WORKERS
                    + ". Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @CommandLine.Mixin
    private KafkaOptions kafka;

    @Option(names = "--s3-region", paramLabel = "REGION",
            description = "Region of the buckets. Default: the environment's or the profile's.")
    private String s3Region;

    @Option(names = "--s3-endpoint", paramLabel = "URI", description = "Another address than S3's own.")
    private URI s3Endpoint;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    @Override
    public Integer call() throws InterruptedException {
        Selection selection = new Selection(time("--from", from), time("--to", to), accounts, regions);
        if (parallel < 1 || parallel > Backfill.MAX_WORKERS) {
            throw usage("--parallel " + parallel + ": 1 to " + Backfill.MAX_WORKERS + " are possible");
        }
        Properties clientConfig = kafka.clientConfig();
        List<Archive> archives = archives();
        Backfill backfill = new Backfill(kafka.bootstrapServers(), clientConfig, selection, parallel, wallClock);
        PrintWriter err = spec.commandLine().getErr();
        try (BackfillProgress progress = new BackfillProgress(err)) {
            progress.show(backfill.tally(), wallClock);
            backfill.run(archives);
        }
        return print(backfill.tally(), err);
    }

    private List<Archive> archives() {
        List<Archive> archives = new ArrayList<>();
        S3Client client = null;
        for (String path : paths) {
            try {
                if (S3Archive.isS3(path)) {
                    client = client == null
                            ? S3Archive.connect(Optional.ofNullable(s3Region), Optional.ofNullable(s3Endpoint))
                            : client;
                    archives.add(S3Archive.of(client, path));
                } else {
                    archives.add(new FolderArchive(existing(Path.of(path))));
                }
            } catch (InvalidPathException invalid) {
                throw usage(neutralise(path) + ": no path");
            } catch (IllegalArgumentException noBucket) {
                throw usage(neutralise(noBucket.getMessage()));
            } catch (SdkException noRegion) {
                throw usage("S3 cannot be asked; is --s3-region missing? " + neutralise(noRegion.getMessage()));
            }
        }
        return archives;
    }

    private Path existing(Path path) {
        if (!Files.exists(path)) {
            throw usage(neutralise(path.toString()) + ": there is no such file or folder");
        }
        return path;
    }

    private Optional<Instant> time(String option, String text) {
        return Optional.ofNullable(text).map(given -> InstantWords.parse(given).orElseThrow(() -> usage(option + " "
                + neutralise(given)
                + ": a day or a time with its offset is needed, as in 2026-03-01 or 2026-03-01T09:30:00Z")));
    }

    private int print(Tally tally, PrintWriter err) {
        tally.complaints().forEach(line -> err.println(neutralise(line)));
        PrintWriter out = spec.commandLine().getOut();
        out.println("files:    " + tally.files() + " read, " + tally.already() + " were there already, "
                + tally.leftOut() + " not wanted, " + tally.failed() + " not readable");
        out.println("records:  " + tally.records() + " to " + Topics.HISTORY.name() + ", " + tally.rejected() + " to "
                + Topics.REJECTED.name());
        return tally.failed() == 0 ? 0 : 1;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
