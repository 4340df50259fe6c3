package io.iamwatch.deploy.replay;

import static java.util.stream.Collectors.joining;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.replay.AlertDiff;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.Score;
import io.iamwatch.detector.replay.VariantReport;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A table of all variants, the rules that they are held against first. What stems from a name is not yet made
 * harmless for a medium.
 *
 * @param columns the first is the name of the rules
 */
record ReportTable(String title, List<Column> columns, List<List<String>> rows) {

    private static final Column NAME = new Column("rules", Kind.WORDS);

    /** How a column is set. */
    enum Kind {
        /** To the left, in more than one line where it has to be. */
        WORDS,
        /** To the right. */
        NUMBER,
        /** To the right, in more than one line where it has to be. */
        SHARE
    }

    /** What a column is called. */
    record Column(String name, Kind kind) {
    }

    /** Returns all that there are. */
    static List<ReportTable> of(ReplayReport report) {
        return List.of(
                table("Variants", report, ReportTable::counts, number("alerts"), number("a day"), number("added"),
                        number("removed"), number("changed"), share("precision"), share("recall"), number("F1")),
                table("Alerts by severity and rule", report, variant -> List.of(bySeverity(variant), byRule(variant)),
                        words("by severity"), words("by rule")),
                table("Time to detect, and state", report, ReportTable::delays, number("p50"), number("p95"),
                        number("max"), number("state")));
    }

    private static Column number(String name) {
        return new Column(name, Kind.NUMBER);
    }

    private static Column share(String name) {
        return new Column(name, Kind.SHARE);
    }

    private static Column words(String name) {
        return new Column(name, Kind.WORDS);
    }

    private static ReportTable table(String title, ReplayReport report, Function<VariantReport, List<String>> cells,
            Column... columns) {
        return new ReportTable(title, Stream.concat(Stream.of(NAME), Arrays.stream(columns)).toList(), Stream
                .concat(Stream.of(report.base()), report.variants().stream())
                .map(variant -> Stream.concat(Stream.of(variant.name()), cells.apply(variant).stream()).toList())
                .toList());
    }

    private static List<String> counts(VariantReport variant) {
        Optional<AlertDiff> diff = Optional.ofNullable(variant.diff());
        Optional<Score> score = Optional.ofNullable(variant.score());
        return List.of(Integer.toString(variant.alerts()),
                variant.perDay() == null ? "-" : String.format(Locale.ROOT, "%.2f", variant.perDay()),
                diff.map(it -> Integer.toString(it.added().size())).orElse("-"),
                diff.map(it -> Integer.toString(it.removed().size())).orElse("-"),
                diff.map(it -> Integer.toString(it.changed().size())).orElse("-"),
                score.map(Score::precision).map(ReportTable::share).orElse("-"),
                score.map(Score::recall).map(ReportTable::share).orElse("-"),
                score.map(Score::f1).map(f1 -> String.format(Locale.ROOT, "%.2f", f1)).orElse("-"));
    }

    private static String share(Score.Share share) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", share.value(), share.low(), share.high());
    }

    private static String bySeverity(VariantReport variant) {
        return words(Arrays.stream(Severity.values()).sorted(Comparator.reverseOrder())
                .filter(severity -> variant.bySeverity().containsKey(severity.caption()))
                .map(severity -> Map.entry(severity.caption().toLowerCase(Locale.ROOT),
                        variant.bySeverity().get(severity.caption()))));
    }

    private static String byRule(VariantReport variant) {
        return words(variant.byRule().entrySet().stream());
    }

    private static String words(Stream<Map.Entry<String, Integer>> counts) {
        String words = counts.map(count -> count.getKey() + " " + count.getValue()).collect(joining(", "));
        return words.isEmpty() ? "none" : words;
    }

    private static List<String> delays(VariantReport variant) {
        return List.of(delay(variant, VariantReport.Delay::p50), delay(variant, VariantReport.Delay::p95),
                delay(variant, VariantReport.Delay::max), bytes(variant.stateBytes()));
    }

    private static String delay(VariantReport variant, ToLongFunction<VariantReport.Delay> part) {
        return variant.delay() == null ? "-" : ReportLines.duration(part.applyAsLong(variant.delay()));
    }

    private static String bytes(long bytes) {
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
