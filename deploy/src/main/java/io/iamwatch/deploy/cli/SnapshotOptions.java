package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.deploy.baseline.BaselineFailure;
import io.iamwatch.deploy.scan.Snapshots;
import io.iamwatch.detector.baseline.Baseline;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** IAM snapshots that go with CloudTrail files: options. */
final class SnapshotOptions {

    @Option(names = "--baseline", paramLabel = "FILE",
            description = "The output of aws iam get-account-authorization-details: who is in which group, what "
                    + "policies say. May be given more than once.")
    private List<String> files = List.of();

    @Option(names = "--baseline-start", paramLabel = "INSTANT",
            description = "When the snapshot began, as in 2026-03-01T09:30:00Z: what is in it is believed from then "
                    + "on. Default: the newest date in it.")
    private String start;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    /** Returns whether any of them is given. */
    boolean areGiven() {
        return !files.isEmpty() || start != null;
    }

    /** Reads the snapshots; what cannot be read is wrong usage. */
    List<Baseline> read() {
        List<Baseline> snapshots = new ArrayList<>();
        try {
            Optional<Instant> began = Optional.ofNullable(start).map(text -> OffsetDateTime.parse(text).toInstant());
            files.forEach(file -> snapshots.add(Snapshots.read(file, began)));
        } catch (BaselineFailure failure) {
            throw usage("--baseline " + failure.getMessage());
        } catch (DateTimeException noInstant) {
            throw usage("--baseline-start " + neutralise(start)
                    + ": a date and time with its offset is needed, as in 2026-03-01T09:30:00Z");
        }
        return snapshots;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
