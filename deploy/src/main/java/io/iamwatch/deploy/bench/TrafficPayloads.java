package io.iamwatch.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.demo.SubscriptionPayload;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** {@link EverydayTraffic} as CloudWatch Logs puts it into Kinesis. */
final class TrafficPayloads {

    private static final int ACCOUNTS = 64;

    private TrafficPayloads() {
    }

    /** Returns all that is different, with so many events in each payload. */
    static List<byte[]> of(int perPayload) {
        EverydayTraffic traffic = new EverydayTraffic(DetectorBench.SEED, DetectorBench.FIRST_SECOND, ACCOUNTS);
        return IntStream.range(0, EverydayTraffic.DIFFERENT / perPayload)
                .mapToObj(i -> payload(traffic, i * perPayload, perPayload)).toList();
    }

    private static byte[] payload(EverydayTraffic traffic, int first, int count) {
        List<String> lines = IntStream.range(first, first + count)
                .mapToObj(i -> new String(traffic.record(i).json(), UTF_8)).toList();
        return SubscriptionPayload.of("111122223333", lines, Instant.ofEpochSecond(DetectorBench.FIRST_SECOND));
    }
}
