package io.iamwatch.detector.rules;

import io.iamwatch.detector.rules.Reading.Problem;
import io.iamwatch.detector.rules.YamlNode.Place;
import java.util.Locale;
import java.util.Optional;

/** What no text file holds: told apart before a parser makes something of it. */
final class PlainText {

    private PlainText() {
    }

    static Optional<Problem> problem(String text) {
        int codePoint;
        for (int at = 0; at < text.length(); at += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(at);
            if (isForeign(codePoint)) {
                Place place = placeAfter(text.substring(0, at));
                return Optional.of(new Problem(place.line(), place.column(), String.format(Locale.ROOT,
                        "character U+%04X cannot stand in a rules file; is this a text file?", codePoint)));
            }
        }
        return Optional.empty();
    }

    /** Returns the place of what follows a text. */
    static Place placeAfter(String text) {
        int line = 1;
        int lineStart = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '\n' || (character == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'))) {
                line++;
                lineStart = at + 1;
            }
        }
        return new Place(line, 1 + text.codePointCount(lineStart, text.length()));
    }

    /** YAML's own set of printable characters. */
    private static boolean isForeign(int codePoint) {
        return (codePoint < 0x20 && codePoint != '\t' && codePoint != '\n' && codePoint != '\r')
                || (codePoint >= 0x7F && codePoint < 0xA0 && codePoint != 0x85)
                || (codePoint >= 0xD800 && codePoint < 0xE000) || codePoint == 0xFFFE || codePoint == 0xFFFF;
    }
}
