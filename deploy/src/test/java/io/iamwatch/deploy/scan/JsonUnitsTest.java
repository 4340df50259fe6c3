package io.iamwatch.deploy.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonUnitsTest {

    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void objectsAtTheTopAreUnits() {
        assertThat(units("{\"a\":1}\n{\"b\":\"}\\\"{\"}{\"c\":[{}]}  \r\n\t{\n \"d\": [\n{\"e\":1},\n{}\n]\n}\n"))
                .containsExactly("{\"a\":1}", "{\"b\":\"}\\\"{\"}", "{\"c\":[{}]}",
                        "{\n \"d\": [\n{\"e\":1},\n{}\n]\n}");
    }

    @Test
    void recordsOfAnEnvelopeAreUnits() {
        assertThat(
                units("\ufeff{\"x\":{\"Records\":[7]}, \"Records\" : [ {\"a\":[1]} , {\"b\":{}}\n,\n{\"c\":\"]\"} ], "
                        + "\"y\":[1]}{\"Records\":[]}{\"d\":1}"))
                .containsExactly("{\"a\":[1]}", "{\"b\":{}}", "{\"c\":\"]\"}", "{\"d\":1}");
    }

    @Test
    void onlyAnArrayUnderThatNameAtTheTopIsTakenApart() {
        assertThat(units("{\"Records\":{}}{\"Recordss\":[{}]}{\"records\":[{}]}{\"a\":{\"Records\":[{}]}}"))
                .containsExactly("{\"Records\":{}}", "{\"Recordss\":[{}]}", "{\"records\":[{}]}",
                        "{\"a\":{\"Records\":[{}]}}");
    }

    @Test
    void whatIsNoObjectAmongTheRecordsIsRejectedAlone() {
        assertThat(units("{\"Records\":[1, \"{}\", null,{\"a\":1},tru e,[{\"b\":1}],{\"c\":1}]}"))
                .containsExactly("!not a JSON object", "!not a JSON object", "!not a JSON object", "{\"a\":1}",
                        "!not a JSON object", "!not a JSON object", "[{\"b\":1}]", "{\"c\":1}");
    }

    @Test
    void aStrayBracketInARecordTakesNothingElseAlong() {
        assertThat(units("{\"Records\":[{\"a\":]},{\"b\":1}]}")).containsExactly("{\"a\":]}", "{\"b\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":1,", "{\"a\":\"b", "{\"Records\":[{\"a\":1,", "{\"a\":", "noise", "]}",
            "{\"Records\":[{\"a\":\"x"})
    void whatBreaksOffTakesNoLaterLineAlong(String broken) {
        List<String> units = units(broken + "\n{\"c\":1}\n{\"d\":1}");
        assertThat(units).endsWith("{\"d\":1}");
        assertThat(decoded(units)).contains("{\"c\":1}");
    }

    private static List<String> decoded(List<String> units) {
        return units.stream().flatMap(unit -> unit.lines()).filter(line -> line.startsWith("{\"c\"")).toList();
    }

    @Test
    void theEndIsToldOfWhatBreaksOff() {
        assertThat(units("{\"a\":1")).containsExactly("{\"a\":1");
        assertThat(units("{\"Records\":[{\"a\":1}")).containsExactly("{\"a\":1}",
                "!envelope breaks off or is malformed here");
        assertThat(units("{\"Records\":[{\"a\":1}],")).containsExactly("{\"a\":1}",
                "!envelope breaks off or is malformed here");
        assertThat(units("")).containsExactly("!nothing in it");
        assertThat(units(" \n")).containsExactly("!nothing in it");
    }

    /** What one payload's decoder finds in all bytes at once has to be found in units too, wherever they are cut. */
    @Test
    void nothingIsLostThatTheDecoderFindsInTheWhole() {
        long seed = 20240501;
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] payload = mutated(random);
            List<String> whole = records(List.of(payload));
            List<byte[]> units = new ArrayList<>();
            feed(payload, 1 + random.nextInt(payload.length), units, new ArrayList<>());
            assertThat(records(units)).as("seed %d, round %d: %s", seed, round, new String(payload, UTF_8))
                    .containsAll(whole);
        }
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < 3; part++) {
            List<String> records = Stream.generate(() -> record(random.nextInt(1000))).limit(random.nextInt(4))
                    .toList();
            text.append(switch (random.nextInt(4)) {
                case 0 -> "{\"Records\":[" + String.join(random.nextBoolean() ? "," : ",\n", records) + "]}\n";
                case 1 -> "{\"Records\" : [\n" + String.join("\n,", records) + "\n]\n}\n";
                default -> String.join("\n", records) + "\n";
            });
        }
        byte[] bytes = text.append(' ').toString().getBytes(UTF_8);
        byte[] hostile = "{}[]\",:\n\\ x".getBytes(UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = hostile[random.nextInt(hostile.length)];
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    private static String record(int id) {
        return "{\"eventTime\":\"2024-05-01T00:00:00Z\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"E" + id
                + "\",\"recipientAccountId\":\"111122223333\",\"requestParameters\":{\"a\":[\"}\",{}]}}";
    }

    private static List<String> records(List<byte[]> payloads) {
        List<String> records = new ArrayList<>();
        for (byte[] payload : payloads) {
            for (Decoded decoded : new PayloadDecoder(MEGABYTE).decode(payload)) {
                if (decoded instanceof Decoded.CloudTrailRecord record) {
                    records.add(record.bytes().toString());
                }
            }
        }
        return records;
    }

    @Test
    void gigabytesNeedNoMoreThanTheirLargestRecord() {
        int[] found = new int[1];
        JsonUnits units = new JsonUnits(new JsonUnits.Sink() {
            @Override
            public void unit(byte[] bytes) {
                found[0]++;
                assertThat(bytes).hasSizeLessThan(2048);
            }

            @Override
            public void rejected(String reason) {
                throw new AssertionError(reason);
            }
        });
        byte[] record = ("{\"a\":\"" + "x".repeat(1500) + "\"},").getBytes(UTF_8);
        byte[] line = ("{\"a\":\"" + "x".repeat(1500) + "\"}\n").getBytes(UTF_8);
        next(units, "{\"Records\":[");
        for (int i = 0; i < 100_000; i++) {
            units.next(record, record.length);
        }
        next(units, "{}]}\n");
        for (int i = 0; i < 100_000; i++) {
            units.next(line, line.length);
        }
        units.end();
        assertThat(found[0]).isEqualTo(200_001);
        assertThat(units.capacity()).isLessThan(MEGABYTE);
    }

    private static void next(JsonUnits units, String text) {
        units.next(text.getBytes(UTF_8), text.length());
    }

    @Test
    void whatIsTooLargeInOnePieceIsRejectedAlone() {
        List<String> found = new ArrayList<>();
        JsonUnits units = new JsonUnits(collecting(new ArrayList<>(), found));
        byte[] x = "x".repeat(MEGABYTE).getBytes(UTF_8);
        next(units, "{\"Records\":[{\"a\":\"");
        for (int i = 0; i < 40; i++) {
            units.next(x, x.length);
        }
        next(units, "\"},{\"b\":1}]}");
        units.end();
        assertThat(found).containsExactly("!larger than 16777216 bytes in one piece", "{\"b\":1}");
        assertThat(units.capacity()).isLessThan(MEGABYTE);
    }

    @Test
    void bracketsWithoutEndAreNoMatter() {
        List<String> found = new ArrayList<>();
        JsonUnits units = new JsonUnits(collecting(new ArrayList<>(), found));
        byte[] brackets = "[".repeat(MEGABYTE).getBytes(UTF_8);
        next(units, "{\"a\":");
        for (int i = 0; i < 40; i++) {
            units.next(brackets, brackets.length);
        }
        next(units, "\n{\"b\":1}");
        units.end();
        assertThat(found).containsExactly("!larger than 16777216 bytes in one piece", "{\"b\":1}");
    }

    /** Cut into any chunks, the units are the same. */
    private static List<String> units(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        List<String> found = new ArrayList<>();
        feed(bytes, Math.max(1, bytes.length), new ArrayList<>(), found);
        for (int size = 1; size < Math.min(20, bytes.length); size++) {
            List<String> again = new ArrayList<>();
            feed(bytes, size, new ArrayList<>(), again);
            assertThat(again).as("in chunks of %d", size).isEqualTo(found);
        }
        return found;
    }

    private static void feed(byte[] bytes, int size, List<byte[]> found, List<String> texts) {
        JsonUnits units = new JsonUnits(collecting(found, texts));
        for (int at = 0; at < bytes.length; at += size) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
            units.next(chunk, chunk.length);
        }
        units.end();
    }

    private static JsonUnits.Sink collecting(List<byte[]> found, List<String> texts) {
        return new JsonUnits.Sink() {
            @Override
            public void unit(byte[] bytes) {
                found.add(bytes);
                texts.add(new String(bytes, UTF_8));
            }

            @Override
            public void rejected(String reason) {
                texts.add("!" + reason);
            }
        };
    }
}
