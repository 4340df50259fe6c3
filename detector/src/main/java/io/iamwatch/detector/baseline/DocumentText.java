package io.iamwatch.detector.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;

/** A policy's text, whichever way a snapshot has it: as JSON, or as a string that is percent-encoded or is not. */
final class DocumentText {

    /** IAM's largest policies have 10,240 characters, white space not counted. */
    private static final int MAX_LENGTH = 256 * 1024;

    private DocumentText() {
    }

    /** Returns the JSON text; null where there is none, or one of absurd size. */
    static String of(JsonNode document) {
        String text = document.isObject() ? document.toString() : decoded(document.textValue());
        return text == null || text.length() > MAX_LENGTH ? null : text;
    }

    /** The API encodes as RFC 3986 says, where a plus sign is no space. */
    private static String decoded(String text) {
        if (text == null || text.stripLeading().startsWith("{")) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
