package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.ReplayFigures;
import java.io.PrintStream;
import java.util.Locale;

/** Prints how fast replays are. */
final class ReplayFiguresPrinter {

    private ReplayFiguresPrinter() {
    }

    static void print(ReplayFigures figures, boolean asJson, PrintStream out) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("records", figures.records()).put("threads", figures.threads())
                .put("variants", figures.variants())
                .put("reader_records_per_second", Math.round(figures.readerRecordsPerSecond()))
                .put("replay_records_per_second", Math.round(figures.replayRecordsPerSecond()))
                .put("ratio", Math.round(figures.ratio() * 100) / 100.0)
                .put("sweep_factor", Math.round(figures.sweepFactor() * 100) / 100.0)
                .put("peak_heap_bytes", figures.peakHeapBytes());
        if (asJson) {
            out.println(result);
        } else {
            result.properties().forEach(field -> out.printf(Locale.ROOT, "%-28s %s%n", field.getKey().replace('_', ' '),
                    field.getValue()));
        }
    }
}
