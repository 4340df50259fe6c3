package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.AlertDiff;
import io.iamwatch.detector.replay.Curve;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.TimeGrid;
import io.iamwatch.detector.replay.VariantReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as one HTML page that needs no network and runs no script. */
public final class ReportHtml {

    private static final int PERCENT = 100;

    private final UnaryOperator<String> harmless;
    private final StringBuilder html = new StringBuilder(16 * 1024);

    private ReportHtml(UnaryOperator<String> harmless) {
        this.harmless = harmless;
    }

    /**
     * Returns the page.
     *
     * @param report with the command that was run, whole, with nothing in it that reorders or hides
     * @param harmless takes control and direction marks from a text; what HTML would obey is escaped besides
     */
    public static String of(ReplayReport report, UnaryOperator<String> harmless) {
        return new ReportHtml(harmless).page(report);
    }

    private String page(ReplayReport report) {
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                + "style-src 'unsafe-inline'\"><title>iamwatch replay</title><style>").append(ReportStyle.CSS)
                .append("</style></head><body>");
        element("h1", "Replay");
        element("p", report.summary());
        if (report.tuning() != null) {
            html.append("<p class=\"").append(report.tuning().advised() ? "good" : "bad").append("\">")
                    .append(escaped(report.tuning().words())).append("</p>");
        }
        section("Range", ReportLines.range(report));
        section("Fidelity", ReportLines.fidelity(report));
        ReportTable.of(report).forEach(this::table);
        list(ReportLines.remarks(report));
        bars(report);
        curves(report);
        volume(report);
        section("Near the window", ReportLines.nearMisses(report));
        report.variants().forEach(this::diff);
        if (report.command() != null) {
            element("h2", "Run it again");
            html.append("<p><code>").append(entities(report.command())).append("</code></p>");
        }
        html.append("</body></html>\n");
        return html.toString();
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            element("h2", title);
            list(lines);
        }
    }

    private void list(List<String> lines) {
        html.append("<ul>");
        lines.forEach(line -> element("li", line));
        html.append("</ul>");
    }

    private void table(ReportTable table) {
        element("h2", table.title());
        html.append("<table class=\"all\"><thead><tr>");
        table.columns().forEach(column -> html.append("<th class=\"").append(kind(column)).append("\">")
                .append(escaped(column.name())).append("</th>"));
        html.append("</tr></thead><tbody>");
        table.rows().forEach(row -> row(table, row));
        html.append("</tbody></table>");
    }

    private static String kind(ReportTable.Column column) {
        return column.kind().name().toLowerCase(Locale.ROOT);
    }

    private void row(ReportTable table, List<String> cells) {
        html.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            ReportTable.Column column = table.columns().get(i);
            html.append("<td class=\"").append(kind(column)).append("\" data-label=\"").append(escaped(column.name()))
                    .append("\">").append(escaped(cells.get(i))).append("</td>");
        }
        html.append("</tr>");
    }

    /** How many alerts each value of a swept setting gives: points where it lies on its scale, else side by side. */
    private void curves(ReplayReport report) {
        if (!report.curves().isEmpty()) {
            element("h2", "Sweeps");
        }
        for (Curve curve : report.curves()) {
            html.append("<figure><figcaption>").append(escaped(ReportLines.title(curve))).append("</figcaption>");
            html.append(CurveDrawing.of(curve));
            element("p", curve.points().stream().map(point -> ReportLines.point(curve, point))
                    .collect(Collectors.joining(", ")));
            html.append("</figure>");
        }
    }

    /** How many alerts each variant gives, as bars. */
    private void bars(ReplayReport report) {
        if (report.variants().isEmpty()) {
            return;
        }
        List<VariantReport> all = all(report);
        int most = Math.max(1, all.stream().mapToInt(VariantReport::alerts).max().orElse(1));
        element("h2", "Alerts by variant");
        html.append("<div class=\"bars\">");
        for (VariantReport variant : all) {
            html.append("<div class=\"name\">").append(escaped(variant.name()))
                    .append("</div><div class=\"bar\" style=\"width:").append(PERCENT * variant.alerts() / most)
                    .append("%\"></div><div class=\"count\">").append(variant.alerts()).append("</div>");
        }
        html.append("</div>");
    }

    /** When alerts were raised, as columns: one row for the rules that others are held against, one for each other. */
    private void volume(ReplayReport report) {
        TimeGrid grid = report.grid();
        List<VariantReport> all = all(report);
        int most = all.stream().flatMap(variant -> variant.volume().stream()).mapToInt(Integer::intValue).max()
                .orElse(0);
        if (most == 0 || grid.steps() == 1) {
            return;
        }
        element("h2", "Alerts over time");
        element("p", "Steps of " + ReportLines.duration(grid.step()) + " from " + Instant.ofEpochMilli(grid.start())
                + " on; the highest column is " + most + ".");
        for (VariantReport variant : all) {
            html.append("<div class=\"name\">").append(escaped(variant.name())).append("</div>");
            html.append("<div class=\"columns\" role=\"img\" aria-label=\"")
                    .append(escaped(variant.volume().toString()))
                    .append("\">");
            for (int i = 0; i < grid.steps(); i++) {
                int count = variant.volume().get(i);
                html.append("<i style=\"height:").append(PERCENT * count / most).append("%\" title=\"")
                        .append(Instant.ofEpochMilli(grid.start() + i * grid.step())).append(": ").append(count)
                        .append("\"></i>");
            }
            html.append("</div>");
        }
    }

    private static List<VariantReport> all(ReplayReport report) {
        List<VariantReport> all = new ArrayList<>(List.of(report.base()));
        all.addAll(report.variants());
        return all;
    }

    private void diff(VariantReport variant) {
        element("h2", "What " + variant.name() + " changes");
        AlertDiff diff = variant.diff();
        if (diff.added().isEmpty() && diff.removed().isEmpty() && diff.changed().isEmpty()) {
            element("p", "Nothing.");
            return;
        }
        html.append("<table class=\"changes\"><thead><tr>");
        Stream.of("change", "alert", "why", "evidence").forEach(column -> html.append("<th class=\"words\">")
                .append(column).append("</th>"));
        html.append("</tr></thead><tbody>");
        diff.added().forEach(entry -> entry("added", entry));
        diff.removed().forEach(entry -> entry("removed", entry));
        diff.changed().forEach(entry -> entry("changed", entry));
        html.append("</tbody></table>");
    }

    private void entry(String what, AlertDiff.Entry entry) {
        html.append("<tr class=\"").append(what).append("\">");
        Stream.of(what, ReportLines.alert(entry.alert()), entry.reason()).forEach(cell -> html
                .append("<td class=\"words\">").append(escaped(cell)).append("</td>"));
        html.append("<td class=\"words\"><details><summary>links: ").append(entry.alert().path().size())
                .append("</summary>");
        list(ReportLines.evidence(entry.alert()));
        html.append("</details></td></tr>");
    }

    private void element(String name, String text) {
        html.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append('>');
    }

    private String escaped(String text) {
        return entities(harmless.apply(text));
    }

    private static String entities(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }
}
