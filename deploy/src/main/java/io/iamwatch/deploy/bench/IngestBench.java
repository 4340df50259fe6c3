package io.iamwatch.deploy.bench;

import io.iamwatch.ingest.decode.DecodeBounds;
import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decoding of CloudWatch Logs payloads against the limit: inflating the same bytes and dropping them. One thread,
 * and its processor time, so that what else this machine does counts for neither.
 */
public final class IngestBench {

    private static final int WARM_UPS = 100;
    private static final int ROUNDS = 9;
    private static final int HEADER_BYTES = 10;
    private static final int CHUNK = 64 * 1024;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<byte[]> payloads;
    private final long events;
    private final Consumer<String> progress;
    private final PayloadDecoder decoder = new PayloadDecoder(DecodeBounds.DEFAULT);
    private final byte[] chunk = new byte[CHUNK];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();

    /**
     * Prepares a measurement.
     *
     * @param perPayload how many events each payload holds
     * @param progress is told, a line a step, how it goes
     */
    public IngestBench(int perPayload, Consumer<String> progress) {
        this.payloads = TrafficPayloads.of(perPayload);
        this.events = (long) payloads.size() * perPayload;
        this.progress = progress;
    }

    /**
     * Measures; takes seconds.
     *
     * @throws IllegalStateException if an event is not decoded
     */
    public IngestFigures run() {
        List<IngestFigures.Round> rounds = new ArrayList<>();
        long inflated = payloads.stream().mapToLong(this::inflate).sum();
        for (int round = 1 - WARM_UPS; round <= ROUNDS; round++) {
            var measured = new IngestFigures.Round(rate(this::inflate), rate(this::decode));
            if (round > 0) {
                rounds.add(measured);
                progress.accept(String.format(Locale.ROOT, "round %d: inflate %,.0f, decode %,.0f events/s, ratio %.2f",
                        round, measured.inflate(), measured.decode(), measured.ratio()));
            }
        }
        long decoded = payloads.stream().mapToLong(this::decode).sum();
        if (decoded != events) {
            throw new IllegalStateException(decoded + " of " + events + " events were decoded");
        }
        return new IngestFigures(events, payloads.size(), payloads.stream().mapToLong(payload -> payload.length).sum(),
                inflated, rounds);
    }

    private double rate(ToLongFunction<byte[]> step) {
        long start = THREADS.getCurrentThreadCpuTime();
        long sum = payloads.stream().mapToLong(step).sum();
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        if (sum == 0) {
            throw new IllegalStateException("nothing came out");
        }
        return events * 1e9 / nanos;
    }

    private long decode(byte[] payload) {
        return decoder.decode(payload).stream().filter(Decoded.CloudTrailRecord.class::isInstance).count();
    }

    /** With the checksum, without which nobody can trust what comes out. */
    private long inflate(byte[] payload) {
        inflater.reset();
        checksum.reset();
        try {
            inflater.setInput(payload, HEADER_BYTES, payload.length - HEADER_BYTES);
            while (!inflater.finished()) {
                checksum.update(chunk, 0, inflater.inflate(chunk));
            }
            return inflater.getBytesWritten() + (checksum.getValue() >>> Integer.SIZE);
        } catch (DataFormatException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
