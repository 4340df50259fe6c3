package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.ConnectorFigures;
import io.iamwatch.deploy.bench.IngestFigures;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** Prints what was measured of ingest. */
final class IngestFiguresPrinter {

    private IngestFiguresPrinter() {
    }

    /** Takes what was measured of the whole connector, if it was. */
    static void print(IngestFigures figures, Optional<ConnectorFigures> connector, boolean asJson, PrintStream out) {
        if (asJson) {
            ObjectNode result = json(figures);
            connector.ifPresent(whole -> result.set("connector", json(whole)));
            out.println(result);
            return;
        }
        out.printf(Locale.ROOT, "%,d events in %,d payloads, %,d bytes, inflated %,d%n", figures.events(),
                figures.payloads(), figures.compressedBytes(), figures.inflatedBytes());
        out.printf(Locale.ROOT, "inflate and drop  %,12.0f events/s and core%n", figures.inflateEventsPerSecond());
        out.printf(Locale.ROOT, "decode            %,12.0f events/s and core%n", figures.decodeEventsPerSecond());
        out.printf(Locale.ROOT, "ratio             %12.2f, median of %d pairs%n", figures.ratio(),
                figures.rounds().size());
        connector.ifPresent(whole -> {
            out.printf(Locale.ROOT, "whole connector   %,12.0f events/s and core, %,.0f events/s out of the emulator%n",
                    whole.eventsPerCpuSecond(), whole.eventsPerSecond());
            out.printf(Locale.ROOT, "its share         %12.2f of all processor time%n", whole.cpuShare());
        });
    }

    private static ObjectNode json(ConnectorFigures figures) {
        return new ObjectMapper().createObjectNode().put("events", figures.events())
                .put("seconds", rounded(figures.took().toMillis() / 1000.0))
                .put("events_per_second", Math.round(figures.eventsPerSecond()))
                .put("cpu_seconds", rounded(figures.connector().toMillis() / 1000.0))
                .put("events_per_cpu_second", Math.round(figures.eventsPerCpuSecond()))
                .put("cpu_share", rounded(figures.cpuShare()));
    }

    private static ObjectNode json(IngestFigures figures) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("events", figures.events()).put("payloads", figures.payloads());
        result.put("compressed_bytes", figures.compressedBytes()).put("inflated_bytes", figures.inflatedBytes());
        result.put("inflate_events_per_second", Math.round(figures.inflateEventsPerSecond()));
        result.put("decode_events_per_second", Math.round(figures.decodeEventsPerSecond()));
        result.put("ratio", rounded(figures.ratio()));
        ArrayNode rounds = result.putArray("rounds");
        figures.rounds().forEach(round -> rounds.addObject()
                .put("inflate_events_per_second", Math.round(round.inflate()))
                .put("decode_events_per_second", Math.round(round.decode()))
                .put("ratio", rounded(round.ratio())));
        return result;
    }

    private static double rounded(double ratio) {
        return Math.round(ratio * 1000) / 1000.0;
    }
}
