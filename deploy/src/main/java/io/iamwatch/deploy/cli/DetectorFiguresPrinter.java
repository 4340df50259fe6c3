package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.DetectorFigures;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what was measured of the detector. */
final class DetectorFiguresPrinter {

    private DetectorFiguresPrinter() {
    }

    static void print(DetectorFigures figures, boolean asJson, PrintStream out) {
        if (asJson) {
            out.println(json(figures));
        } else {
            table(figures, out);
        }
    }

    private static ObjectNode json(DetectorFigures figures) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("records", figures.records());
        result.put("bytes", figures.bytes());
        result.put("partitions", figures.partitions());
        result.put("threads", figures.threads());
        result.put("reader_records_per_second", Math.round(figures.readerRecordsPerSecond()));
        result.put("detector_records_per_second", Math.round(figures.detectorRecordsPerSecond()));
        result.put("ratio", rounded(figures.ratio()));
        ArrayNode rounds = result.putArray("rounds");
        figures.pairs().forEach(pair -> rounds.addObject()
                .put("reader_records_per_second", Math.round(pair.reader()))
                .put("detector_records_per_second", Math.round(pair.detector()))
                .put("ratio", rounded(pair.ratio())));
        result.put("alerts", figures.alerts());
        result.put("identity_records_per_second", figures.identityRecordsPerSecond());
        result.put("state_bytes", figures.stateBytes());
        result.put("peak_heap_bytes", figures.peakHeapBytes());
        if (!figures.growth().isEmpty()) {
            ArrayNode growth = result.putArray("growth");
            figures.growth().forEach(size -> growth.addObject().put("accounts", size.accounts())
                    .put("users_per_account", size.usersPerAccount()).put("users", size.users())
                    .put("identity_records_per_second", size.recordsPerSecond())
                    .put("state_bytes", size.stateBytes()));
        }
        return result;
    }

    private static void table(DetectorFigures figures, PrintStream out) {
        line(out, "records in the mixed stream", figures.records(), "");
        line(out, "  bytes", figures.bytes(), "");
        line(out, "threads", figures.threads(), "");
        line(out, "bare reader", Math.round(figures.readerRecordsPerSecond()), " records/s");
        line(out, "detector", Math.round(figures.detectorRecordsPerSecond()), " records/s");
        out.printf(Locale.ROOT, "%-34s %15.2f%n", "ratio, median of " + figures.pairs().size() + " pairs",
                figures.ratio());
        line(out, "detector, identity records alone", figures.identityRecordsPerSecond(), " records/s");
        line(out, "  state on disk", figures.stateBytes(), " bytes");
        line(out, "peak heap, the broker's included", figures.peakHeapBytes(), " bytes");
        if (figures.growth().isEmpty()) {
            return;
        }
        out.printf(Locale.ROOT, "%n%10s %10s %10s %12s %14s%n", "accounts", "× users", "= users", "records/s",
                "state bytes");
        figures.growth().forEach(size -> out.printf(Locale.ROOT, "%,10d %,10d %,10d %,12d %,14d%n", size.accounts(),
                size.usersPerAccount(), size.users(), size.recordsPerSecond(), size.stateBytes()));
    }

    private static void line(PrintStream out, String what, long value, String unit) {
        out.printf(Locale.ROOT, "%-34s %,15d%s%n", what, value, unit);
    }

    private static double rounded(double ratio) {
        return Math.round(ratio * 1000) / 1000.0;
    }
}
