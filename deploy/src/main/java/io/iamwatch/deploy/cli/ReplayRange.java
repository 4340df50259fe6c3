package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.replay.Offsets;
import io.iamwatch.deploy.replay.ReplayOrder;
import io.iamwatch.deploy.replay.ReplayRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What a replay reads, and of what it knows from before: options. */
final class ReplayRange {

    @Option(names = "--input", paramLabel = "PATH", arity = "1..*", description = "CloudTrail files and folders to be "
            + "read instead of a topic, as scan reads them; - is standard input. A record arrived when CloudTrail "
            + "delivered its file, as the file's name says; where it does not, when it happened.")
    private List<String> input = List.of();

    @Option(names = "--topic", paramLabel = "TOPIC",
            description = "cloudtrail.identity or cloudtrail.history. Default: cloudtrail.identity.")
    private String topic;

    @Option(names = "--from", paramLabel = "TIME",
            description = "Records that arrived then or later count, as in 2026-03-01 or 2026-03-01T09:30:00Z. "
                    + "Default: from the beginning.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Records that arrived before that count. Default: all "
            + "that is committed now.")
    private String to;

    @Option(names = "--offsets", paramLabel = "PARTITION=FROM..TO", split = ",", description = "Instead of --from and "
            + "--to: these offsets of these partitions count, TO not any more, as in 0=100..200,3=50.. Of the topics "
            + "beside, what arrived meanwhile counts.")
    private List<String> offsets = List.of();

    @Option(names = "--warm-up", paramLabel = "DURATION", description = "Read only so much before --from, as in 30d, "
            + "to know what was; no fidelity is claimed then. Default: all that there is.")
    private String warmUp;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "Know what was before the range from a "
            + "checkpoint of another replay, and read from its end on.")
    private Path checkpoint;

    @Option(names = "--export-checkpoint", paramLabel = "FILE", description = "Leave what is remembered at the end of "
            + "the range, for --checkpoint. It quotes records, as the detector's state does.")
    private Path exportCheckpoint;

    @Option(names = "--emit-baseline", paramLabel = "FILE", description = "Leave what history taught of the account as "
            + "a snapshot of it, for baseline FILE. Of more than one account: a folder that is there, for a "
            + "file of each.")
    private Path emitBaseline;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    /**
     * Refuses what does not go together, or is not there.
     *
     * @param others how many other options read standard input
     */
    void check(long others) {
        if (!input.isEmpty() && topic != null) {
            throw usage("--input and --topic exclude each other: a replay reads files or a topic");
        }
        if (!Set.of(Topics.IDENTITY.name(), Topics.HISTORY.name()).contains(topic())) {
            throw usage("--topic " + neutralise(topic) + ": " + Topics.IDENTITY.name() + " or " + Topics.HISTORY.name()
                    + " is needed");
        }
        if (!input.isEmpty() && !(checkpoint == null && exportCheckpoint == null)) {
            throw usage("--checkpoint and --export-checkpoint are of topics: files have no offsets to go on from");
        }
        if (warmUp != null && !(checkpoint == null && exportCheckpoint == null)) {
            throw usage("--warm-up leaves out what was: it goes neither with --checkpoint nor with "
                    + "--export-checkpoint, which need all of it");
        }
        if (emitBaseline != null && warmUp != null) {
            throw usage("--emit-baseline tells what all of history taught; it does not go with --warm-up");
        }
        InputPaths.check(input, others, spec);
        if (!offsets.isEmpty() && !(from == null && to == null && warmUp == null && input.isEmpty())) {
            throw usage("--offsets says what counts; it goes neither with --from, --to and --warm-up nor with --input");
        }
        Instant begin = from();
        Instant end = to();
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw usage("--from must be before --to");
        }
        if (warmUp() != null && begin == null) {
            throw usage("--warm-up needs --from: without it all is read");
        }
    }

    /** Returns the files and folders to be read; empty where a topic is. */
    List<String> input() {
        return input;
    }

    String topic() {
        return topic == null ? Topics.IDENTITY.name() : topic;
    }

    ReplayOrder.Span span() {
        return new ReplayOrder.Span(from(), to(), offsets(), warmUp());
    }

    ReplayOrder.Keep keep() {
        return new ReplayOrder.Keep(checkpoint, exportCheckpoint, emitBaseline,
                note -> spec.commandLine().getErr().println(neutralise(note)));
    }

    private Offsets offsets() {
        try {
            return offsets.isEmpty() ? null : Offsets.parse(offsets);
        } catch (ReplayRefusal refusal) {
            throw usage("--offsets " + neutralise(refusal.getMessage()));
        }
    }

    /** Returns null for the beginning. */
    private Instant from() {
        return time("--from", from);
    }

    /** Returns null for the end. */
    private Instant to() {
        return time("--to", to);
    }

    /** Returns null where all is read. */
    private Duration warmUp() {
        return warmUp == null
                ? null
                : DurationWords.parse(warmUp).orElseThrow(() -> usage("--warm-up " + neutralise(warmUp)
                        + ": a number and s, m, h or d is needed, as in 30d"));
    }

    private Instant time(String option, String text) {
        return text == null
                ? null
                : InstantWords.parse(text).orElseThrow(() -> usage(option + " " + neutralise(text)
                        + ": a day or a time with its offset is needed, as in 2026-03-01 or 2026-03-01T09:30:00Z"));
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
