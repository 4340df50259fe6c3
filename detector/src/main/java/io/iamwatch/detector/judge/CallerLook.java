package io.iamwatch.detector.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Says of a record's bytes, without parsing them, whether somebody may have called who is followed: by every
 * {@code userName} and every temporary {@code accessKeyId} in it, wherever. Others than the caller's only cost a
 * parse.
 */
final class CallerLook {

    private static final byte[] USER = "userName\"".getBytes(UTF_8);
    private static final byte[] KEY = "accessKeyId\"".getBytes(UTF_8);
    private static final byte[] TEMPORARY = "ASIA".getBytes(UTF_8);
    private static final byte[] USER_TYPE = "IAMUser\"".getBytes(UTF_8);
    private static final int LONGEST = 256;

    private CallerLook() {
    }

    /**
     * Looks.
     *
     * @param users whether calls of a user with that name are to be judged
     * @param sessions whether calls with a temporary key of that id are
     * @return false only if surely none of them called; what spells letters in another way than by their bytes may name
     * anyone
     */
    static boolean mayName(byte[] record, Predicate<String> users, Predicate<String> sessions) {
        boolean isUser = false;
        boolean named = false;
        for (int i = 0; i < record.length - 1; i++) {
            if (record[i] == '\\' && record[i + 1] == 'u') {
                return true;
            }
            if (record[i] != '"') {
                continue;
            }
            if (is(USER, record, i + 1)) {
                named = true;
                if (isWanted(record, i + 1 + USER.length, users)) {
                    return true;
                }
            } else if (is(KEY, record, i + 1)) {
                int value = value(record, i + 1 + KEY.length);
                if (value >= 0 && is(TEMPORARY, record, value)
                        && isWanted(record, i + 1 + KEY.length, sessions)) {
                    return true;
                }
            } else if (is(USER_TYPE, record, i + 1)) {
                isUser = true;
            }
        }
        return isUser && !named;
    }

    private static boolean is(byte[] text, byte[] record, int at) {
        return at < record.length && record[at] == text[0] && at + text.length <= record.length
                && Arrays.equals(record, at, at + text.length, text, 0, text.length);
    }

    private static boolean isWanted(byte[] record, int behindKey, Predicate<String> wanted) {
        int from = value(record, behindKey);
        if (from < 0) {
            // It is no text: nobody's name, and nobody's key.
            return false;
        }
        int to = from;
        while (to < record.length && record[to] != '"' && to - from <= LONGEST) {
            to++;
        }
        return to - from > LONGEST || wanted.test(new String(record, from, to - from, UTF_8));
    }

    /** Where the text begins that follows a colon; negative where none does. */
    private static int value(byte[] record, int behindKey) {
        int colon = skipBlanks(record, behindKey);
        int quote = colon < record.length && record[colon] == ':' ? skipBlanks(record, colon + 1) : record.length;
        return quote < record.length && record[quote] == '"' ? quote + 1 : -1;
    }

    private static int skipBlanks(byte[] record, int from) {
        int i = from;
        while (i < record.length && (record[i] == ' ' || record[i] == '\n' || record[i] == '\r' || record[i] == '\t')) {
            i++;
        }
        return i;
    }
}
