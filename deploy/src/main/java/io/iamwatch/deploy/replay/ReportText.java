package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.AlertDiff;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.VariantReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A report as text: for a terminal, and as Markdown for the comment on a change of the rules. */
public final class ReportText {

    private final ReplayReport report;
    private final UnaryOperator<String> harmless;
    private final boolean isMarkdown;
    private final StringBuilder text = new StringBuilder();

    private ReportText(ReplayReport report, UnaryOperator<String> harmless, boolean isMarkdown) {
        this.report = report;
        this.harmless = harmless;
        this.isMarkdown = isMarkdown;
    }

    /**
     * Returns it for a terminal.
     *
     * @param harmless takes from a text what a terminal would obey
     */
    public static String ofTerminal(ReplayReport report, UnaryOperator<String> harmless) {
        return new ReportText(report, harmless, false).text();
    }

    /**
     * Returns it as Markdown.
     *
     * @param harmless takes from a text what a terminal would obey; what Markdown would obey is escaped besides
     */
    public static String ofMarkdown(ReplayReport report, UnaryOperator<String> harmless) {
        return new ReportText(report, line -> markdown(harmless.apply(line)), true).text();
    }

    private static String markdown(String line) {
        return line.replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~@&-])", "\\\\$1");
    }

    private String text() {
        heading("Replay");
        paragraph(List.of(report.summary()));
        if (report.tuning() != null) {
            text.append(isMarkdown ? "\n" : "");
            paragraph(List.of(report.tuning().words()));
        }
        heading("Range");
        list(ReportLines.range(report));
        heading("Fidelity");
        list(ReportLines.fidelity(report));
        ReportTable.of(report).forEach(this::table);
        text.append(isMarkdown ? "" : "\n");
        list(ReportLines.remarks(report));
        section("Sweeps", ReportLines.curves(report));
        section("Near the window", ReportLines.nearMisses(report));
        report.variants().forEach(this::diff);
        if (report.command() != null) {
            section("Run it again", List.of(report.command()));
        }
        return text.toString();
    }

    private void diff(VariantReport variant) {
        AlertDiff diff = variant.diff();
        if (diff.added().isEmpty() && diff.removed().isEmpty() && diff.changed().isEmpty()) {
            return;
        }
        heading("What " + variant.name() + " changes");
        List<String> lines = new ArrayList<>();
        diff.added().forEach(entry -> lines.add("added: " + line(entry)));
        diff.removed().forEach(entry -> lines.add("removed: " + line(entry)));
        diff.changed().forEach(entry -> lines.add("changed: " + line(entry)));
        list(lines);
    }

    private static String line(AlertDiff.Entry entry) {
        return ReportLines.alert(entry.alert()) + " - " + entry.reason();
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            heading(title);
            list(lines);
        }
    }

    private void heading(String title) {
        text.append(text.isEmpty() ? "" : "\n").append(isMarkdown ? "## " : "").append(harmless.apply(title))
                .append('\n');
        text.append(isMarkdown ? "\n" : "");
    }

    private void paragraph(List<String> lines) {
        lines.forEach(line -> text.append(isMarkdown ? "" : "  ").append(harmless.apply(line)).append('\n'));
    }

    private void list(List<String> lines) {
        lines.forEach(line -> text.append(isMarkdown ? "- " : "  ").append(harmless.apply(line)).append('\n'));
    }

    private void table(ReportTable table) {
        heading(table.title());
        List<List<String>> rows = new ArrayList<>(
                List.of(table.columns().stream().map(ReportTable.Column::name).toList()));
        rows.addAll(table.rows());
        if (isMarkdown) {
            for (int i = 0; i < rows.size(); i++) {
                text.append("| ").append(String.join(" | ", rows.get(i).stream().map(harmless).toList()))
                        .append(" |\n");
                text.append(i == 0 ? "|" + "---|".repeat(table.columns().size()) + "\n" : "");
            }
            text.append('\n');
            return;
        }
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> rows.stream().mapToInt(row -> harmless.apply(row.get(column)).length()).max().orElse(0))
                .toArray();
        rows.forEach(row -> row(table, row, widths));
    }

    private void row(ReportTable table, List<String> row, int... widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            String cell = harmless.apply(row.get(i));
            String gap = " ".repeat(widths[i] - cell.length());
            line.append(' ')
                    .append(table.columns().get(i).kind() == ReportTable.Kind.WORDS ? cell + gap + " " : gap + cell);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
