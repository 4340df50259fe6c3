package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.AlertDiff;
import io.iamwatch.detector.replay.DurationWords;
import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.ReplayedAlert;
import io.iamwatch.detector.replay.Score;
import io.iamwatch.detector.replay.VariantReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What all forms of a report say in words. What stems from CloudTrail is not yet made harmless for a medium. */
final class ReportLines {

    /** The columns of {@link #row}. */
    static final List<String> COLUMNS = List.of("rules", "alerts", "a day", "critical", "high", "added", "removed",
            "changed", "precision", "recall", "F1", "p50 to detect", "state");

    private ReportLines() {
    }

    static List<String> range(ReplayReport report) {
        ReplayReport.Range range = report.range();
        List<String> lines = new ArrayList<>();
        lines.add(range.source() + " from " + Instant.ofEpochMilli(range.from()) + " to "
                + Instant.ofEpochMilli(range.to()) + ": " + range.records() + " records, " + range.judged()
                + " judged, " + range.rejected() + " unusable");
        lines.add(range.state());
        if (range.failed() > 0) {
            lines.add("a rule failed on " + range.failed() + " records");
        }
        if (range.records() == 0) {
            lines.add("there are no records in this range");
        }
        return lines;
    }

    static List<String> fidelity(ReplayReport report) {
        List<String> lines = new ArrayList<>();
        Optional.ofNullable(report.fidelity()).ifPresent(fidelity -> {
            lines.add(String.format(Locale.ROOT, "%.1f %%: %d versions alike, %d only live, %d only replayed, %d "
                    + "otherwise", fidelity.percent(), fidelity.alike(), fidelity.onlyLive().size(),
                    fidelity.onlyReplay().size(), fidelity.changed().size()));
            fidelity.onlyLive().forEach(difference -> lines.add("only live: " + line(difference)));
            fidelity.onlyReplay().forEach(difference -> lines.add("only replayed: " + line(difference)));
            fidelity.changed().forEach(difference -> lines.add("otherwise: " + line(difference)));
        });
        lines.add(report.fidelityNote());
        return lines;
    }

    private static String line(Fidelity.Difference difference) {
        return difference.uid() + " at " + difference.trigger() + ": " + difference.reason();
    }

    static List<String> row(VariantReport variant) {
        Optional<AlertDiff> diff = Optional.ofNullable(variant.diff());
        Optional<Score> score = Optional.ofNullable(variant.score());
        return List.of(variant.name(), Integer.toString(variant.alerts()),
                variant.perDay() == null ? "-" : String.format(Locale.ROOT, "%.2f", variant.perDay()),
                Integer.toString(variant.bySeverity().getOrDefault("Critical", 0)),
                Integer.toString(variant.bySeverity().getOrDefault("High", 0)),
                diff.map(it -> Integer.toString(it.added().size())).orElse("-"),
                diff.map(it -> Integer.toString(it.removed().size())).orElse("-"),
                diff.map(it -> Integer.toString(it.changed().size())).orElse("-"),
                score.map(Score::precision).map(ReportLines::share).orElse("-"),
                score.map(Score::recall).map(ReportLines::share).orElse("-"),
                score.map(Score::f1).map(f1 -> String.format(Locale.ROOT, "%.2f", f1)).orElse("-"),
                variant.delay() == null ? "-" : duration(variant.delay().p50()), bytes(variant.stateBytes()));
    }

    private static String share(Score.Share share) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", share.value(), share.low(), share.high());
    }

    static String bytes(long bytes) {
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    static String duration(long millis) {
        return DurationWords.of(Duration.ofMillis(millis));
    }

    static String alert(ReplayedAlert alert) {
        return alert.target().account() + " " + alert.severity().caption().toLowerCase(Locale.ROOT) + " "
                + alert.rule() + ": " + alert.how();
    }

    /** What is to be said of all variants together. */
    static List<String> remarks(ReplayReport report) {
        List<String> lines = new ArrayList<>(List.of(report.labels().words()));
        lines.add(
                "state: what the rules remember at the end of the range, all partitions together, in bytes of keys and "
                        + "values; a store of the live detector compresses them, a replay's memory takes more");
        if (report.knee() != null) {
            lines.add(
                    String.format(Locale.ROOT, "the curve of alerts bends most at %s: %.0f %% of all that changes off "
                            + "the straight line", report.knee().variant(), 100 * report.knee().distance()));
        }
        return lines;
    }

    static List<String> nearMisses(ReplayReport report) {
        List<String> lines = new ArrayList<>();
        report.nearMisses().inside().forEach(miss -> lines.add(duration(miss.distance())
                + " before the window's end: " + alert(miss.alert())));
        report.nearMisses().outside().forEach(miss -> lines.add(duration(miss.distance())
                + " after the window's end: " + alert(miss.alert())));
        return lines;
    }
}
