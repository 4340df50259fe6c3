package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.AlertDiff;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.VariantReport;
import java.util.List;
import java.util.function.UnaryOperator;

/** A report as one HTML page that needs no network and runs no script. */
public final class ReportHtml {

    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--bar:#3b78c9;--bad:#b3261e}
            body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
            table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
            th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
            th:first-child,td:first-child{text-align:left}
            details{border-bottom:1px solid var(--line);padding:.3rem 0}summary{cursor:pointer}
            summary,li,p{overflow-wrap:anywhere}
            .tag{display:inline-block;min-width:5rem;font-weight:600}.removed .tag{color:var(--bad)}
            svg{width:100%;height:auto}svg text{fill:currentColor;font:12px system-ui,sans-serif}
            svg rect{fill:var(--bar)}code{overflow-wrap:anywhere}
            """;

    private static final int BAR = 26;
    private static final int LABEL = 320;
    private static final int WIDTH = 900;

    private final UnaryOperator<String> harmless;
    private final StringBuilder html = new StringBuilder(16 * 1024);

    private ReportHtml(UnaryOperator<String> harmless) {
        this.harmless = harmless;
    }

    /**
     * Returns the page.
     *
     * @param command what was run
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
        element("p", report.labels());
        curve(report);
        section("Near the window", ReportLines.nearMisses(report));
        report.variants().forEach(this::diff);
        element("h2", "Run it again");
        html.append("<p><code>").append(escaped(command)).append("</code></p></body></html>\n");
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
        ReportLines.row(variant).forEach(cell -> element("td", cell));
        html.append("</tr>");
    }

    /** How many alerts each variant gives, as bars. */
    private void curve(ReplayReport report) {
        if (report.variants().isEmpty()) {
            return;
        }
        List<VariantReport> all = new java.util.ArrayList<>(List.of(report.base()));
        all.addAll(report.variants());
        int most = Math.max(1, all.stream().mapToInt(VariantReport::alerts).max().orElse(1));
        html.append("<svg role=\"img\" aria-label=\"alerts by variant\" viewBox=\"0 0 ").append(WIDTH).append(' ')
                .append(all.size() * BAR).append("\">");
        for (int i = 0; i < all.size(); i++) {
            int width = (WIDTH - LABEL - 80) * all.get(i).alerts() / most;
            int middle = i * BAR + BAR / 2 + 4;
            html.append("<text x=\"0\" y=\"").append(middle).append("\">").append(escaped(all.get(i).name()))
                    .append("</text><rect x=\"").append(LABEL).append("\" y=\"").append(i * BAR + 4)
                    .append("\" width=\"").append(width).append("\" height=\"").append(BAR - 8)
                    .append("\"/><text x=\"").append(LABEL + width + 6).append("\" y=\"").append(middle).append("\">")
                    .append(all.get(i).alerts()).append("</text>");
        }
        html.append("</svg>");
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
                .append("</span> ").append(escaped(ReportLines.alert(entry.alert()))).append("<br>")
                .append(escaped(entry.reason())).append("</summary>");
        list(entry.alert().path());
        html.append("</details>");
    }

    private void element(String name, String text) {
        html.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append('>');
    }

    private String escaped(String text) {
        return harmless.apply(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }
}
