package io.iamwatch.alerting.notify;

import java.util.function.IntFunction;

/** Texts that fit. */
final class Texts {

    private static final String CUT = "…";

    private Texts() {
    }

    /** Returns a text of at most so many characters (UTF-16), marked where it was cut. */
    static String cut(String text, int most) {
        return cut(text, most, Character::toString, CUT);
    }

    /** Returns the text as printable ASCII of at most so many characters. */
    static String ascii(String text, int most) {
        return cut(text, most, codePoint -> codePoint < 0x20 || codePoint > 0x7E
                ? "?"
                : Character.toString(codePoint), "...");
    }

    /**
     * Returns what each code point stands for, up to so many characters: an escape is never cut in two.
     *
     * @param mark stands at the end where something is missing
     */
    static String cut(String text, int most, IntFunction<String> escape, String mark) {
        StringBuilder whole = new StringBuilder();
        int roomForMark = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String next = escape.apply(text.codePointAt(at));
            if (whole.length() + next.length() > most) {
                whole.setLength(roomForMark);
                return whole.append(mark).toString();
            }
            whole.append(next);
            if (whole.length() + mark.length() <= most) {
                roomForMark = whole.length();
            }
        }
        return whole.toString();
    }
}
