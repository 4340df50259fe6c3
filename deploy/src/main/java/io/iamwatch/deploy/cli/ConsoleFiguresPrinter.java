package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.ConsoleFigures;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what was measured of the console. */
final class ConsoleFiguresPrinter {

    private ConsoleFiguresPrinter() {
    }

    static void print(ConsoleFigures figures, boolean asJson, PrintStream out) {
        if (asJson) {
            out.println(json(figures));
            return;
        }
        out.printf(Locale.ROOT, "%,d open incidents, %.0f alerts a second came (asked for: %d)%n", figures.incidents(),
                figures.alertsPerSecond(), figures.alertsAsked());
        out.printf(Locale.ROOT, "%-28s %10s %10s %10s%n", "milliseconds", "median", "95 %", "bytes");
        figures.pages().forEach(page -> out.printf(Locale.ROOT, "%-28s %10.1f %10.1f %,10d%n", page.what(),
                page.medianMs(), page.p95Ms(), page.bytes()));
    }

    private static ObjectNode json(ConsoleFigures figures) {
        ObjectNode result = new ObjectMapper().createObjectNode().put("incidents", figures.incidents())
                .put("alerts_per_second_asked", figures.alertsAsked())
                .put("alerts_per_second", Math.round(figures.alertsPerSecond() * 10) / 10.0)
                .put("positions_read_per_second", Math.round(figures.incidentsPerSecond() * 10) / 10.0);
        ArrayNode pages = result.putArray("pages");
        figures.pages().forEach(page -> pages.addObject().put("page", page.what()).put("median_ms", page.medianMs())
                .put("p95_ms", page.p95Ms()).put("bytes", page.bytes()));
        return result;
    }
}
