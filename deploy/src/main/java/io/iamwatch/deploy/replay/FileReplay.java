package io.iamwatch.deploy.replay;

import io.iamwatch.deploy.scan.Complaints;
import io.iamwatch.deploy.scan.FileScan;
import io.iamwatch.deploy.scan.RecordFiles;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.replay.Labels;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.Score.Label;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.rules.Rules;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays CloudTrail files, with no Kafka: what it comes to is what a replay of {@code cloudtrail.history} comes to
 * after a backfill of these files.
 */
public final class FileReplay {

    private final ReplayOrder order;
    private final Input input;
    private final Complaints complaints;
    private final Instant now;
    private final FileScan.Progress progress;

    /**
     * What is read.
     *
     * @param paths of files and folders; {@code -} is standard input
     * @param snapshots of accounts, each judged when the account's records reach its time
     */
    public record Input(List<String> paths, InputStream standardInput, List<Baseline> snapshots) {

        /** Keeps copies. */
        public Input {
            paths = List.copyOf(paths);
            snapshots = List.copyOf(snapshots);
        }

        /** Returns it with a number of files, for people. */
        private String inWords(int files) {
            return files + (files == 1 ? " file" : " files") + switch (snapshots.size()) {
                case 0 -> "";
                case 1 -> " and a snapshot";
                default -> " and " + snapshots.size() + " snapshots";
            };
        }
    }

    /**
     * Prepares a replay.
     *
     * @param order its topic says nothing
     * @param complaints is told of what is no record
     * @param now when standard input counts as written
     */
    public FileReplay(ReplayOrder order, Input input, Complaints complaints, Instant now,
            FileScan.Progress progress) {
        this.order = order;
        this.input = input;
        this.complaints = complaints;
        this.now = now;
        this.progress = progress;
    }

    /**
     * Replays.
     *
     * @throws ReplayRefusal if a file cannot be read to its end; the complaints say which, and why
     * @throws Sweep.RefusedException if a setting that is to be swept does not exist or cannot be set so
     */
    public ReplayReport run() throws Sweep.RefusedException {
        Courses courses = Courses.of(order, "default rules", Rules.DEFAULT);
        Lane lane = new Lane(FilesRun.PARTITIONS, order.accounts(), courses.timelines(Optional.empty()).stream()
                .map(Lane.Begin::empty).toList(), Courses.json());
        FilesRun run = new FilesRun(lane, complaints, ArrivalRange.of(order.span()), now, input.snapshots());
        RecordFiles.Read read = new RecordFiles(complaints, progress, run).run(input.paths(),
                input.standardInput());
        if (complaints.unreadable() > 0) {
            throw new ReplayRefusal("a replay of a part would say what never was: " + complaints.unreadable()
                    + " of the files cannot be read to the end");
        }
        PartitionRun.Ended end = run.end();
        if (order.keep().baseline() != null) {
            new BaselineFiles(order, courses.base()).write(lane.remembered().subList(0, 1));
        }
        Results results = new Results(order, List.of(end), 0);
        return results.report(courses, null,
                new Results.About(input.inWords(read.files()),
                        order.span().warmUp() == null
                                ? "what came before the range was read from the beginning of the files"
                                : "what came before the range is known from a warm-up only",
                        "no fidelity is claimed: files do not tell what ran"),
                new Labels.Given(labels(), "the labels file", "no labels are given"), asked -> Map.of());
    }

    private Map<String, Label> labels() {
        return order.labels() == null ? Map.of() : order.labels();
    }
}
