package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.baseline.AccountSnapshot;
import io.iamwatch.deploy.baseline.BaselinePublisher;
import io.iamwatch.deploy.baseline.LiveAccount;
import io.iamwatch.deploy.baseline.SnapshotFile;
import io.iamwatch.detector.baseline.AuthorizationDetails;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.event.EntityKind;
import java.io.PrintWriter;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch baseline}. */
@Command(name = "baseline", mixinStandardHelpOptions = true,
        description = {"Tells iamwatch what an account's IAM looks like: publishes a snapshot of it.",
                "The snapshot is the output of aws iam get-account-authorization-details, or is taken with --live.",
                "Publishing the same one twice changes nothing.",
                "Exit code 0: published. 1: not published, and why. 2: wrong usage."})
final class BaselineCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    /** By so much clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    @Parameters(paramLabel = "FILE", arity = "0..1",
            description = "The output of aws iam get-account-authorization-details; - is standard input.")
    private String file;

    @Option(names = "--live", description = "Ask AWS, with credentials that may iam:GetAccountAuthorizationDetails.")
    private boolean live;

    @Option(names = "--start", paramLabel = "INSTANT", description = "When the snapshot began, as in "
            + "2026-03-01T09:30:00Z: changes from 5 minutes before it on are believed more than the snapshot. "
            + "Default: FILE's modification time; standard input has none.")
    private String start;

    @CommandLine.Mixin
    private KafkaOptions kafka;

    @Option(names = "--dry-run", description = "Read and count, publish nothing.")
    private boolean dryRun;

    @Option(names = "--region", paramLabel = "REGION", description = "With --live: any region of the partition, as in "
            + "us-gov-west-1. Default: the environment's or the profile's, else commercial AWS.")
    private String region;

    @Option(names = "--endpoint", paramLabel = "URI", description = "With --live: another address than IAM's own; "
            + "requests to it are signed for --region.")
    private URI endpoint;

    @Option(names = "--profile", paramLabel = "NAME", description = "With --live: a profile of the AWS configuration.")
    private String profile;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    @Override
    public Integer call() {
        checkUsage();
        Optional<Instant> told = parseStart();
        Properties clientConfig = kafka.clientConfig();
        AccountSnapshot snapshot = snapshot(told);
        if (snapshot.start().isAfter(wallClock.instant().plus(SKEW))) {
            throw new IllegalStateException("the snapshot would begin at " + snapshot.start() + " ("
                    + snapshot.startSource() + "), which is in the future; tell its beginning with --start");
        }
        Baseline baseline = snapshot.toBaseline();
        if (!dryRun) {
            new BaselinePublisher(kafka.bootstrapServers(), clientConfig).publish(baseline);
        }
        print(snapshot, baseline);
        return 0;
    }

    private void checkUsage() {
        if (live == (file != null)) {
            throw usage(live ? "--live and FILE exclude each other" : "what is to be published? FILE, - or --live");
        }
        if (live && start != null) {
            throw usage("--live tells itself when the snapshot began; --start is for FILE");
        }
        if (!live && (region != null || endpoint != null || profile != null)) {
            throw usage("--region, --endpoint and --profile need --live");
        }
        if (STANDARD_INPUT.equals(file) && start == null) {
            throw usage("- needs --start: standard input does not tell when the snapshot began");
        }
        if (endpoint != null && (endpoint.getHost() == null || endpoint.getScheme() == null)) {
            throw usage("--endpoint " + TerminalText.neutralise(endpoint.toString())
                    + ": an address is needed, as in https://iam.amazonaws.com");
        }
    }

    private Optional<Instant> parseStart() {
        try {
            return Optional.ofNullable(start).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noInstant) {
            throw usage("--start " + TerminalText.neutralise(start)
                    + ": a date and time with its offset is needed, as in 2026-03-01T09:30:00Z");
        }
    }

    private AccountSnapshot snapshot(Optional<Instant> told) {
        if (live) {
            PrintWriter err = spec.commandLine().getErr();
            return new LiveAccount(Optional.ofNullable(region), Optional.ofNullable(endpoint),
                    Optional.ofNullable(profile)).read(wallClock, pages -> err.println("page " + pages));
        }
        return file.equals(STANDARD_INPUT)
                ? SnapshotFile.read(System.in, told.orElseThrow())
                : SnapshotFile.read(file, told);
    }

    private void print(AccountSnapshot snapshot, Baseline baseline) {
        PrintWriter out = spec.commandLine().getOut();
        AuthorizationDetails details = snapshot.details();
        if (details.isTruncated()) {
            spec.commandLine().getErr().println("the snapshot is not complete: its last page is missing");
        }
        int unusable = baseline.unusable();
        if (unusable > 0) {
            spec.commandLine().getErr().println("not usable, and skipped by the detector: " + unusable
                    + " without a name that IAM gives, or with absurdly many policies");
        }
        out.println("account:  " + baseline.account());
        out.println("start:    " + snapshot.start().truncatedTo(ChronoUnit.SECONDS) + ", " + snapshot.startSource());
        out.println("holds:    users " + details.count(EntityKind.USER) + ", groups " + details.count(EntityKind.GROUP)
                + ", roles " + details.count(EntityKind.ROLE) + ", policies " + details.count(EntityKind.POLICY));
        out.println("baseline: " + baseline.id());
        out.println((dryRun ? "not published, a dry run: " : "published to " + Topics.BASELINE.name() + ": ")
                + baseline.parts().size() + (baseline.parts().size() == 1 ? " part, " : " parts, ")
                + baseline.parts().stream().mapToLong(part -> part.length).sum() + " bytes");
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
