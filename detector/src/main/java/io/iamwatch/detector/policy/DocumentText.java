package io.iamwatch.detector.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;

/** The shapes in which the text of a policy document comes. */
final class DocumentText {

    /**
     * White space apart. A customer's document has 10,240 characters at most, AWS's own ReadOnlyAccess has 91,000.
     */
    private static final int MOST_CHARACTERS = 256 * 1024;
    /** A document in a string in a string is no response that AWS gives. */
    private static final int DEEPEST_WRAPPING = 3;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private DocumentText() {
    }

    /** Returns the JSON object that the text is or holds; a missing node where it is none. */
    static JsonNode unwrap(String text) {
        String current = text;
        for (int depth = 0; depth < DEEPEST_WRAPPING && current != null; depth++) {
            String trimmed = current.strip();
            if (trimmed.startsWith("%")) {
                current = percentDecoded(trimmed);
                continue;
            }
            JsonNode node = isTooLong(trimmed) ? MissingNode.getInstance() : parse(trimmed);
            if (!node.isTextual()) {
                return node;
            }
            current = node.textValue();
        }
        return MissingNode.getInstance();
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static boolean isTooLong(String text) {
        return text.length() > MOST_CHARACTERS
                && text.chars().filter(character -> !Character.isWhitespace(character)).count() > MOST_CHARACTERS;
    }

    /** Returns null where a percent sign does not begin a byte. A plus is a plus: AWS writes a space as %20. */
    private static String percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            int next = text.indexOf('%', i);
            if (next != i) {
                int end = next < 0 ? text.length() : next;
                bytes.writeBytes(text.substring(i, end).getBytes(UTF_8));
                i = end;
                continue;
            }
            boolean whole = i + 2 < text.length();
            int high = whole ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = whole ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 3;
        }
        return bytes.toString(UTF_8);
    }
}
