package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.WatchingFigures;
import io.iamwatch.deploy.bench.WatchingFigures.Round;
import io.iamwatch.deploy.bench.WatchingFigures.Spread;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints what it costs a detector to be watched. */
final class WatchingFiguresPrinter {

    private static final double PERCENT = 100.0;

    private WatchingFiguresPrinter() {
    }

    static void print(WatchingFigures figures, boolean asJson, PrintStream out) {
        if (asJson) {
            out.println(json(figures));
        } else {
            table(figures, out);
        }
    }

    static ObjectNode json(WatchingFigures figures) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("records", figures.records()).put("partitions", figures.partitions())
                .put("threads", figures.threads()).put("alerts", figures.alerts());
        put(result.putObject("records_per_second"), figures, Round::recordsPerSecond);
        put(result.putObject("cpu_micros_per_record"), figures, Round::cpuMicros);
        put(result.putObject("process_cpu_micros_per_record"), figures, Round::processMicros);
        result.put("cost_percent", rounded(cost(figures)));
        result.put("watchers_percent_of_a_processor", rounded(PERCENT * figures.with(Round::watchersShare)));
        ArrayNode rounds = result.putArray("rounds");
        figures.triples().forEach(triple -> {
            ObjectNode round = rounds.addObject();
            put(round.putObject("without"), triple.without());
            put(round.putObject("with"), triple.with());
            put(round.putObject("again"), triple.again());
        });
        return result;
    }

    private static void put(ObjectNode node, WatchingFigures figures, ToDoubleFunction<Round> figure) {
        node.put("without", rounded(figures.without(figure))).put("with", rounded(figures.with(figure)));
        put(node.putObject("ratio"), figures.ratio(figure));
        put(node.putObject("noise"), figures.noise(figure));
    }

    private static void put(ObjectNode node, Spread spread) {
        node.put("median", exact(spread.median())).put("least", exact(spread.least())).put("most",
                exact(spread.most()));
    }

    private static void put(ObjectNode node, Round round) {
        node.put("records", round.records()).put("seconds", seconds(round.time()))
                .put("detector_cpu_seconds", seconds(round.detector()))
                .put("watchers_cpu_seconds", seconds(round.watchers()))
                .put("process_cpu_seconds", seconds(round.process())).put("scrapes", round.scrapes())
                .put("canary_pairs_heard", round.heard());
    }

    private static void table(WatchingFigures figures, PrintStream out) {
        out.printf(Locale.ROOT, "%,d identity records, %d threads, %d triples%n%n", figures.records(),
                figures.threads(), figures.triples().size());
        out.printf(Locale.ROOT, "%-34s %10s %10s %24s %24s%n", "", "without", "watched", "watched / without",
                "without / without");
        line(out, "records/s", figures, Round::recordsPerSecond);
        line(out, "CPU, µs a record, with watchers'", figures, Round::cpuMicros);
        line(out, "CPU of all of the process, µs", figures, Round::processMicros);
        out.printf(Locale.ROOT, "%nbeing watched costs %.2f %% of CPU time (without against without: %+.2f to %+.2f "
                + "%%)%n", cost(figures), percent(figures.noise(Round::cpuMicros).least()),
                percent(figures.noise(Round::cpuMicros).most()));
        out.printf(Locale.ROOT, "watchers' own threads: %.2f %% of a processor%n",
                PERCENT * figures.with(Round::watchersShare));
    }

    private static void line(PrintStream out, String what, WatchingFigures figures, ToDoubleFunction<Round> figure) {
        out.printf(Locale.ROOT, "%-34s %,10.1f %,10.1f %24s %24s%n", what, figures.without(figure),
                figures.with(figure), words(figures.ratio(figure)), words(figures.noise(figure)));
    }

    private static String words(Spread spread) {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", spread.median(), spread.least(), spread.most());
    }

    private static double cost(WatchingFigures figures) {
        return percent(figures.ratio(Round::cpuMicros).median());
    }

    private static double percent(double ratio) {
        return PERCENT * (ratio - 1);
    }

    private static double seconds(Duration time) {
        return exact(time.toNanos() / 1e9);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static double exact(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
