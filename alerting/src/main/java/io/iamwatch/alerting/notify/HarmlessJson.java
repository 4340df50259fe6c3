package io.iamwatch.alerting.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.iamwatch.contracts.finding.FindingJson;

/**
 * JSON of plain ASCII, without {@code <}, {@code >} and {@code &}: where somebody logs it, prints it or puts it
 * into a page as it stands, nothing in it is obeyed, hidden or reordered. What it means is what it would mean
 * otherwise.
 */
final class HarmlessJson {

    private static final ObjectWriter WRITER = writer();

    private HarmlessJson() {
    }

    /** Returns a tree as text. */
    static String of(JsonNode tree) {
        try {
            return WRITER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    private static ObjectWriter writer() {
        return FindingJson.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).with(new Markup());
    }

    private static final class Markup extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

        private Markup() {
            for (char markup : new char[]{'<', '>', '&', 0x7F}) {
                escapes[markup] = CharacterEscapes.ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return new SerializedString(String.format("\\u%04x", character));
        }
    }
}
