package io.iamwatch.detector.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a node is written:
 *
 * <pre>
 * {"facts":[[[id…],{change…},[call…],…],…],"standing":[…],…}
 * </pre>
 *
 * A fact is an array, its components in the order of the records {@link Fact}, {@link IamEvent}, {@link EventId},
 * {@link Call} and {@link Origin}: names would be half of it. A component may be added at the end of a record; any
 * other change of theirs is a new format version.
 */
final class NodeFormat {

    private static final byte[] BEGIN = "{\"facts\":[".getBytes(US_ASCII);
    static final JsonMapper JSON = facts(StateFormat.JSON.rebuild()).build();
    private static final ObjectReader FACT = JSON.readerFor(Fact.class);
    private static final ObjectReader REST = JSON.readerFor(Node.class);
    private static final FactWriter FACTS = new FactWriter(JSON);
    private static final ObjectWriter OTHERS = JSON.writer();
    private static final byte[] NOTHING_ELSE = {'}'};

    private NodeFormat() {
    }

    private static JsonMapper.Builder facts(JsonMapper.Builder builder) {
        for (Class<?> type : List.of(Fact.class, IamEvent.class, EventId.class, Call.class, Origin.class)) {
            builder.withConfigOverride(type,
                    override -> override.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)));
        }
        return builder;
    }

    /** Reads what {@link #bytes} returned, from an offset on. */
    static Remembered read(byte[] bytes, int offset) throws IOException {
        List<Fact> facts = new ArrayList<>();
        List<byte[]> factBytes = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(bytes, offset, bytes.length - offset)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            expect(parser.nextToken(), JsonToken.FIELD_NAME);
            expect(parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                int from = offset + (int) parser.currentTokenLocation().getByteOffset();
                facts.add(FACT.readValue(parser));
                factBytes.add(Arrays.copyOfRange(bytes, from,
                        offset + (int) parser.currentLocation().getByteOffset()));
            }
            expect(parser.currentToken(), JsonToken.END_ARRAY);
            int end = offset + (int) parser.currentLocation().getByteOffset();
            return new Remembered(others(bytes, end).withFacts(List.copyOf(facts)), List.copyOf(factBytes),
                    Arrays.copyOfRange(bytes, end, bytes.length));
        }
    }

    private static void expect(JsonToken is, JsonToken expected) throws IOException {
        if (is != expected) {
            throw new IOException("a node begins with its facts, found " + is);
        }
    }

    /** What stands behind the facts is an object but for its first letter. */
    private static Node others(byte[] bytes, int from) throws IOException {
        if (bytes[from] == '}') {
            return Node.EMPTY;
        }
        byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
        rest[0] = '{';
        return REST.readValue(rest);
    }

    /** Writes a node; what stood there before, facts at the same place in the order, is not written anew. */
    static Remembered write(Remembered before, Node node) {
        return new Remembered(node, factBytes(before, node), rest(before, node));
    }

    private static byte[] rest(Remembered before, Node node) {
        Node others = node.withFacts(List.of());
        if (others.equals(Node.EMPTY)) {
            return NOTHING_ELSE;
        }
        if (others.equals(before.node().withFacts(List.of()))) {
            return before.rest();
        }
        try {
            byte[] rest = OTHERS.writeValueAsBytes(others);
            rest[0] = ',';
            return rest;
        } catch (IOException impossible) {
            throw new UncheckedIOException("state of plain values cannot fail to serialise", impossible);
        }
    }

    /** Returns what was written, behind a version. */
    static byte[] bytes(byte version, Remembered written) {
        List<byte[]> facts = written.factBytes();
        ByteBuffer bytes = ByteBuffer.allocate(size(written));
        bytes.put(version).put(BEGIN);
        for (int i = 0; i < facts.size(); i++) {
            if (i > 0) {
                bytes.put((byte) ',');
            }
            bytes.put(facts.get(i));
        }
        bytes.put((byte) ']').put(written.rest());
        return bytes.array();
    }

    private static int size(Remembered written) {
        int commas = Math.max(0, written.factBytes().size() - 1);
        int size = 1 + BEGIN.length + commas + 1 + written.rest().length;
        for (byte[] fact : written.factBytes()) {
            size += fact.length;
        }
        return size;
    }

    private static List<byte[]> factBytes(Remembered before, Node node) {
        List<Fact> known = before.node().facts();
        List<byte[]> factBytes = new ArrayList<>(node.facts().size());
        int next = 0;
        for (Fact fact : node.facts()) {
            while (next < known.size() && known.get(next).compareTo(fact) < 0) {
                next++;
            }
            boolean same = next < known.size() && known.get(next).equals(fact);
            factBytes.add(same ? before.factBytes().get(next) : FACTS.bytes(fact));
        }
        return factBytes;
    }
}
