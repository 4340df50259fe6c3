package io.iamwatch.detector.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.cloudtrail.EventTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a record's bytes say, without being parsed, of who may have called: every {@code userName} and every
 * temporary {@code accessKeyId} in it, wherever, and when. Others than the caller's only cost a parse.
 *
 * @param users names, where a user or somebody whom it let in may have called
 * @param sessions temporary keys
 * @param isAnybody whether what is spelled here may name anyone
 * @param times every {@code eventTime} in it
 */
record CallerLook(List<String> users, List<String> sessions, boolean isAnybody, List<String> times) {

    private static final byte[] USER = "userName\"".getBytes(UTF_8);
    private static final byte[] KEY = "accessKeyId\"".getBytes(UTF_8);
    private static final byte[] TIME = "eventTime\"".getBytes(UTF_8);
    private static final byte[] TEMPORARY = "ASIA".getBytes(UTF_8);
    private static final byte[] DELETES_GUARD = "DeleteAccountPasswordPolicy\"".getBytes(UTF_8);
    private static final byte[] UPDATES_GUARD = "UpdateAccountPasswordPolicy\"".getBytes(UTF_8);
    private static final byte[] USER_TYPE = "IAMUser\"".getBytes(UTF_8);
    private static final int LONGEST = 256;

    private static final CallerLook ANYBODY = new CallerLook(List.of(), List.of(), true, List.of());

    /** Looks at a record; what spells letters in another way than by their bytes may name anyone. */
    static CallerLook at(byte[] record) {
        List<String> users = new ArrayList<>(2);
        List<String> sessions = new ArrayList<>(2);
        List<String> times = new ArrayList<>(1);
        boolean isUser = false;
        for (int i = 0; i < record.length - 1; i++) {
            if (record[i] == '\\' && record[i + 1] == 'u') {
                return ANYBODY;
            }
            if (record[i] != '"') {
                continue;
            }
            if (is(USER, record, i + 1)) {
                add(users, record, i + 1 + USER.length);
            } else if (is(KEY, record, i + 1)) {
                int value = value(record, i + 1 + KEY.length);
                if (value >= 0 && is(TEMPORARY, record, value)) {
                    add(sessions, record, i + 1 + KEY.length);
                }
            } else if (is(TIME, record, i + 1)) {
                add(times, record, i + 1 + TIME.length);
            } else if (is(DELETES_GUARD, record, i + 1) || is(UPDATES_GUARD, record, i + 1)) {
                // It matters whoever called.
                return ANYBODY;
            } else if (is(USER_TYPE, record, i + 1)) {
                isUser = true;
            }
        }
        // Too long for a name: whoever it is, a parser has to say.
        boolean isTooLong = users.contains("") || sessions.contains("");
        return new CallerLook(isUser ? users : List.of(), sessions, isTooLong || (isUser && users.isEmpty()),
                times);
    }

    /** Returns whether one of them called, or may have; false only if surely none did. */
    boolean mayName(Predicate<String> user, Predicate<String> session) {
        return isAnybody || users.stream().anyMatch(user) || sessions.stream().anyMatch(session);
    }

    /** Returns whether anybody called of whom this look is taken. */
    boolean isSomebody() {
        return isAnybody || !users.isEmpty() || !sessions.isEmpty();
    }

    /** Returns the second in which it was at the earliest; empty where that is not told. */
    OptionalLong second() {
        long earliest = Long.MAX_VALUE;
        for (String time : times) {
            earliest = Math.min(earliest, EventTime.parse(time).map(Instant::getEpochSecond).orElse(Long.MIN_VALUE));
        }
        return times.isEmpty() || earliest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(earliest);
    }

    private static boolean is(byte[] text, byte[] record, int at) {
        return at < record.length && record[at] == text[0] && at + text.length <= record.length
                && Arrays.equals(record, at, at + text.length, text, 0, text.length);
    }

    /** What is no text is nobody's name, and nobody's key; what is too long is added as nothing. */
    private static void add(List<String> values, byte[] record, int behindKey) {
        int from = value(record, behindKey);
        if (from < 0) {
            return;
        }
        int to = from;
        while (to < record.length && record[to] != '"' && to - from <= LONGEST) {
            to++;
        }
        values.add(to - from > LONGEST ? "" : new String(record, from, to - from, UTF_8));
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
