package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.kpl;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.subscription;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes at all, seeded: {@code -Diamwatch.seed}, {@code -Diamwatch.cases}. */
class MutationTest {

    private static final long SEED = Long.getLong("iamwatch.seed", 20_261_101L);
    private static final int CASES = Integer.getInteger("iamwatch.cases", 100_000);
    private static final String INTERESTING = "{}[]\",:\\\n\u0000 \u00ff\u001f";

    private final PayloadDecoder decoder = new PayloadDecoder(1024 * 1024);

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void neverThrowsAndAlwaysSaysWhy() {
        List<byte[]> seeds = seeds();
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            byte[] mutated = mutate(seeds.get(i % seeds.size()), random);
            byte[] payload = random.nextInt(4) == 0 ? gzip(mutated) : mutated;
            for (Decoded.Rejected rejection : rejected(decoder.decode(payload))) {
                assertThat(rejection.reason()).as("seed %d case %d", SEED, i).isNotBlank();
            }
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aMutatedSiblingTakesNoOtherWithIt() {
        Random random = new Random(SEED);
        List<byte[]> seeds = seeds();
        String before = record("before");
        String after = record("after");
        for (int i = 0; i < CASES / 4; i++) {
            // A line is what a log event holds: no line breaks in it.
            String bad = new String(mutate(seeds.get(i % seeds.size()), random), ISO_8859_1).replaceAll("[\r\n]", "");
            byte[] lines = utf8(before + "\n" + bad + "\n" + after + "\n" + after);
            assertThat(records(decoder.decode(lines))).as("line, seed %d case %d", SEED, i).startsWith(before)
                    .endsWith(after);
            byte[] log = utf8(subscription("1", List.of(before, bad, after)));
            assertThat(records(decoder.decode(log))).as("log line, seed %d case %d", SEED, i).startsWith(before)
                    .endsWith(after).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    /** Also for what an assertion cannot describe: an exception out of the decoder. */
    @BeforeEach
    void printSeed() {
        System.out.printf("seed %d, cases %d%n", SEED, CASES);
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] payload : Payloads.realEnvelopes()) {
            seeds.add(payload);
            seeds.add(gzip(payload));
        }
        seeds.add(kpl(seeds.get(0), seeds.get(1), utf8(record("k"))));
        seeds.add(utf8("{\"Records\":[" + record("a") + "," + record("b") + "]}"));
        seeds.add(utf8(record("a") + "\n" + record("b")));
        return seeds;
    }

    static byte[] mutate(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 4 -> bytes = splice(bytes, at, Math.min(bytes.length, at + random.nextInt(64)), new byte[0]);
                default -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, random.nextInt(at + 1), at));
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] inserted) {
        byte[] out = new byte[bytes.length - (to - from) + inserted.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(inserted, 0, out, from, inserted.length);
        System.arraycopy(bytes, to, out, from + inserted.length, bytes.length - to);
        return out;
    }
}
