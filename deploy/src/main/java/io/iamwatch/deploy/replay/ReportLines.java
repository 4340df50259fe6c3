package io.iamwatch.deploy.replay;

import static java.util.stream.Collectors.joining;

import io.iamwatch.detector.replay.Curve;
import io.iamwatch.detector.replay.DurationWords;
import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.ReplayedAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What all forms of a report say in words. What stems from CloudTrail is not yet made harmless for a medium. */
final class ReportLines {

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
        return lines;
    }

    /** How many alerts each value of a swept setting gives. */
    static List<String> curves(ReplayReport report) {
        return report.curves().stream().map(curve -> title(curve) + ": "
                + curve.points().stream().map(point -> point(curve, point)).collect(joining(", "))
                + (curve.knee() == null
                        ? ""
                        : String.format(Locale.ROOT,
                                "; the knee lies %.0f %% of all that changes off the straight line",
                                100 * curve.knee().distance())))
                .toList();
    }

    static String title(Curve curve) {
        return curve.setting() + (curve.others().isEmpty() ? "" : " with " + curve.others());
    }

    static String point(Curve curve, Curve.Point point) {
        return point.value() + " gives " + point.alerts() + (isKnee(curve, point) ? " (knee)" : "");
    }

    static boolean isKnee(Curve curve, Curve.Point point) {
        return curve.knee() != null && curve.knee().variant().equals(point.variant());
    }

    /** What an alert rests on, and where it was told. */
    static List<String> evidence(ReplayedAlert alert) {
        List<String> lines = new ArrayList<>(alert.path());
        lines.add("told " + Instant.ofEpochMilli(alert.raised()) + " by the record at offset " + alert.offset()
                + " of partition " + alert.partition());
        if (alert.allowedBy() != null) {
            lines.add("allowed by " + alert.allowedBy());
        }
        lines.add("alert " + alert.uid());
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
