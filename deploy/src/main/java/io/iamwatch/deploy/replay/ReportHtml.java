package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.AlertDiff;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.TimeGrid;
import io.iamwatch.detector.replay.VariantReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A report as one HTML page that needs no network and runs no script. */
public final class ReportHtml {

    private static final String STYLE = """
            :root{color-scheme:light dark;--line:light-dark(#d4d4d8,#3f3f46);--bar:light-dark(#2f6bbd,#6ea8fe);
            --good:light-dark(#1c6b32,#7ddc96);--bad:light-dark(#a8201a,#ff9c92);--faint:light-dark(#f4f4f5,#27272a)}
            body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;
            background:light-dark(#fff,#18181b);color:light-dark(#18181b,#e4e4e7)}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
            h1,h2,summary,li,p,code,.name{overflow-wrap:anywhere}
            table{border-collapse:collapse;width:100%}
            th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;
            white-space:nowrap}th,td:nth-child(9),td:nth-child(10){white-space:normal}
            th:first-child,td:first-child{text-align:left;white-space:normal;min-width:10rem}
            td:first-child{overflow-wrap:anywhere}
            tr:first-child td{background:var(--faint)}
            .bars{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr) auto;gap:.4rem .8rem;
            align-items:center;margin:1.5rem 0}
            .bar{height:.9rem;background:var(--bar)}.count{text-align:right}
            .columns{display:flex;align-items:flex-end;gap:1px;height:3rem;border-bottom:1px solid var(--line);
            margin:.2rem 0 1rem}.columns i{flex:1;background:var(--bar)}
            details{border-bottom:1px solid var(--line);padding:.4rem 0}
            summary{cursor:pointer;padding-left:6rem;text-indent:-6rem}
            .tag{display:inline-block;min-width:4.8rem;font-weight:600;text-indent:0}
            .added .tag{color:var(--good)}.removed .tag{color:var(--bad)}.why{display:block;text-indent:0}
            details>ul{padding-left:7rem}
            @media(max-width:56rem){body{margin:1rem auto}summary{padding-left:1rem;text-indent:-1rem}
            details>ul{padding-left:2rem}
            .bars{grid-template-columns:minmax(0,1fr) auto}.name{grid-column:1/-1}
            thead{display:none}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
            td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.1rem .5rem}
            td:not(:first-child)::before{content:attr(data-label)}td:first-child{font-weight:600}}
            @media print{details:not([open])>*{display:block}}
            """;

    private static final int PERCENT = 100;

    private final UnaryOperator<String> harmless;
    private final StringBuilder html = new StringBuilder(16 * 1024);

    private ReportHtml(UnaryOperator<String> harmless) {
        this.harmless = harmless;
    }

    /**
     * Returns the page.
     *
     * @param command what was run, whole, with nothing in it that reorders or hides
     * @param harmless takes control and direction marks from a text; what HTML would obey is escaped besides
     */
    public static String of(ReplayReport report, String command, UnaryOperator<String> harmless) {
        return new ReportHtml(harmless).page(report, command);
    }

    private String page(ReplayReport report, String command) {
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                + "style-src 'unsafe-inline'\"><title>iamwatch replay</title><style>").append(STYLE)
                .append("</style></head><body>");
        element("h1", "Replay");
        element("p", report.summary());
        section("Range", ReportLines.range(report));
        section("Fidelity", ReportLines.fidelity(report));
        element("h2", "Variants");
        table(report);
        list(ReportLines.remarks(report));
        curve(report);
        volume(report);
        section("Near the window", ReportLines.nearMisses(report));
        report.variants().forEach(this::diff);
        element("h2", "Run it again");
        html.append("<p><code>").append(entities(command)).append("</code></p></body></html>\n");
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

    private void table(ReplayReport report) {
        html.append("<table><thead><tr>");
        ReportLines.COLUMNS.forEach(column -> element("th", column));
        html.append("</tr></thead><tbody>");
        row(report.base());
        report.variants().forEach(this::row);
        html.append("</tbody></table>");
    }

    private void row(VariantReport variant) {
        html.append("<tr>");
        List<String> cells = ReportLines.row(variant);
        for (int i = 0; i < cells.size(); i++) {
            html.append("<td data-label=\"").append(escaped(ReportLines.COLUMNS.get(i))).append("\">")
                    .append(escaped(cells.get(i))).append("</td>");
        }
        html.append("</tr>");
    }

    /** How many alerts each variant gives, as bars. */
    private void curve(ReplayReport report) {
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
        }
        diff.added().forEach(entry -> entry("added", entry));
        diff.removed().forEach(entry -> entry("removed", entry));
        diff.changed().forEach(entry -> entry("changed", entry));
    }

    private void entry(String what, AlertDiff.Entry entry) {
        html.append("<details class=\"").append(what).append("\"><summary><span class=\"tag\">").append(what)
                .append("</span> ").append(escaped(ReportLines.alert(entry.alert())))
                .append("<span class=\"why\">").append(escaped(entry.reason())).append("</span></summary>");
        list(entry.alert().path());
        html.append("</details>");
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
