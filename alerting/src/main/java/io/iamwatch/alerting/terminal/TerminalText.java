package io.iamwatch.alerting.terminal;

import java.util.Set;

/**
 * Text that an attacker may have written, made safe for a terminal. What a terminal would obey, hide or reorder is
 * shown as an escape instead: control characters and ANSI sequences, line separators, bidirectional overrides,
 * zero-width and other invisible characters, spaces that are not one, piles of combining marks, private and
 * unassigned characters, halves of code points. Nothing of it can begin a line, move the cursor or pass for what
 * iamwatch says. A backslash is doubled, so that an escape cannot be faked either.
 */
public final class TerminalText {

    /** The longest text that is shown, in code points; what follows is counted. */
    public static final int MAX_LENGTH = 300;

    /** The same for a sentence that names several parties. */
    public static final int MAX_SENTENCE = 1000;

    /** Combining marks in a row that languages need; more pile up over the lines above. */
    private static final int MAX_MARKS = 2;

    /** Letters and symbols by category that nevertheless have no shape: fillers of Hangul and Khmer, blank Braille. */
    private static final Set<Integer> INVISIBLE = Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D,
            0x180F, 0x2800, 0x3164, 0xFFA0, 0x1D159);

    private TerminalText() {
    }

    /** Returns the text as it may be printed; null is shown as {@code ?}. */
    public static String neutralise(String text) {
        return neutralise(text, MAX_LENGTH);
    }

    /** Returns the text, up to so many code points, as it may be printed; null is shown as {@code ?}. */
    public static String neutralise(String text, int maxLength) {
        if (text == null) {
            return "?";
        }
        StringBuilder safe = new StringBuilder(Math.min(text.length(), maxLength) + 16);
        int shown = 0;
        int marks = 0;
        int at = 0;
        for (; at < text.length() && shown < maxLength; shown++) {
            int codePoint = text.codePointAt(at);
            marks = isMark(codePoint) ? marks + 1 : 0;
            // A text that begins with a mark would change the character that stands before it.
            append(safe, codePoint, marks > MAX_MARKS || (marks > 0 && marks == shown + 1));
            at += Character.charCount(codePoint);
        }
        if (at < text.length()) {
            safe.append("\\(+").append(text.codePointCount(at, text.length())).append(" more)");
        }
        return safe.toString();
    }

    /** Returns free text, in which anything may stand, between quotes that it cannot close. */
    public static String quoted(String text) {
        return '"' + neutralise(text).replace("\"", "\\\"") + '"';
    }

    private static void append(StringBuilder safe, int codePoint, boolean escape) {
        switch (codePoint) {
            case '\\' -> safe.append("\\\\");
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                if (escape || isUnsafe(codePoint)) {
                    safe.append(codePoint < 0x10000
                            ? String.format("\\u%04x", codePoint)
                            : String.format("\\u{%x}", codePoint));
                } else {
                    safe.appendCodePoint(codePoint);
                }
            }
        }
    }

    private static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> INVISIBLE.contains(codePoint) || isVariationSelector(codePoint);
        };
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }
}
