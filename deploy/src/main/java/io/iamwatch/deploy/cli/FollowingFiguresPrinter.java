package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.FollowingFigures;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what was measured of a detector that reads users' and other activity, too. */
final class FollowingFiguresPrinter {

    private FollowingFiguresPrinter() {
    }

    static void print(FollowingFigures figures, boolean asJson, PrintStream out) {
        if (asJson) {
            out.println(json(figures));
        } else {
            figures.loads().forEach(load -> table(load, figures.threads(), out));
        }
    }

    private static ObjectNode json(FollowingFigures figures) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("partitions", figures.partitions()).put("threads", figures.threads());
        ArrayNode loads = result.putArray("loads");
        for (FollowingFigures.Measured measured : figures.loads()) {
            ObjectNode load = loads.addObject();
            load.put("accounts", measured.load().accounts())
                    .put("users_per_account", measured.load().usersPerAccount())
                    .put("calls_a_minute_of_each_account", measured.load().callsAMinute())
                    .put("records", measured.records()).put("identity_records", measured.identity())
                    .put("users_records", measured.users()).put("activity_records", measured.activity())
                    .put("bytes", measured.bytes())
                    .put("reader_records_per_second", Math.round(measured.readerRecordsPerSecond()))
                    .put("detector_records_per_second", Math.round(measured.detectorRecordsPerSecond()))
                    .put("ratio", rounded(measured.ratio()));
            ArrayNode rounds = load.putArray("rounds");
            measured.pairs().forEach(pair -> rounds.addObject()
                    .put("reader_records_per_second", Math.round(pair.reader()))
                    .put("detector_records_per_second", Math.round(pair.detector()))
                    .put("ratio", rounded(pair.ratio())));
            load.put("alerts", measured.alerts()).put("state_bytes", measured.stateBytes());
        }
        return result;
    }

    private static void table(FollowingFigures.Measured measured, int threads, PrintStream out) {
        out.printf(Locale.ROOT, "%,d accounts × %,d users, %,d calls a minute of each account%n",
                measured.load().accounts(), measured.load().usersPerAccount(), measured.load().callsAMinute());
        line(out, "records", measured.records(), "");
        line(out, "  that change identities", measured.identity(), "");
        line(out, "  by users", measured.users(), "");
        line(out, "  by sessions of roles", measured.activity(), "");
        line(out, "threads", threads, "");
        line(out, "bare reader", Math.round(measured.readerRecordsPerSecond()), " records/s");
        line(out, "detector", Math.round(measured.detectorRecordsPerSecond()), " records/s");
        out.printf(Locale.ROOT, "%-34s %15.3f%n", "ratio, median of " + measured.pairs().size() + " pairs",
                measured.ratio());
        line(out, "versions of alerts", measured.alerts(), "");
        line(out, "state on disk", measured.stateBytes(), " bytes");
        out.println();
    }

    private static void line(PrintStream out, String what, long value, String unit) {
        out.printf(Locale.ROOT, "%-34s %,15d%s%n", what, value, unit);
    }

    private static double rounded(double ratio) {
        return Math.round(ratio * 1000) / 1000.0;
    }
}
