package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.detector.event.TrailCalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says of a record's bytes, without parsing them, whether a rule may need it or surely does not. Most of a busy
 * stream is of the latter kind.
 *
 * <p>
 * Surely not needed is what looks like one JSON object in UTF-8, spells every letter plainly, has
 * {@code "eventSource"} somewhere, and nowhere with another value behind it than the text of a service that no rule
 * reads, or of one of which rules read some calls, and none of these is named, or those of users and sessions
 * alone, and none is named. All of the bytes are looked at, so that neither a nested key, nor a repeated one, nor
 * text that imitates a key can hide the field that counts. A letter is not spelled plainly by a {@code \\u} escape,
 * by UTF-8 of more bytes than it needs, by UTF-16 or UTF-32: what may hold one of these may be needed.
 *
 * <p>
 * What is lost: an object that names such a service is passed over unread, and so is not rejected or given back for
 * what else is wrong with it: malformed JSON between the braces, no account, no time, a key of another account.
 */
public final class FirstLook {

    /**
     * Services whose calls a rule may need, as {@code eventSource} says before its first dot. With those of
     * {@link TrailCalls} it has to hold all that {@link io.iamwatch.detector.event.EventReader} takes for relevant: the
     * calls of any other are dropped unread.
     */
    static final List<String> SERVICES = List.of("iam", "sso", "sso-directory", "identitystore");

    /** Services of which only the calls of users may be needed: what a new administrator did. */
    static final List<String> OF_USERS = List.of("sts", "signin");

    /**
     * Services of which the calls of users may be needed, and of sessions, which a new administrator may have asked
     * for, those that are no successful reading: only these are routed here.
     */
    static final List<String> OF_CALLERS = List.of("organizations", "rolesanywhere", "access-analyzer", "cloudtrail");

    /** An array: an iterator's steps would take longer than all comparisons. */
    private static final byte[][] SERVICE_BYTES = bytes(SERVICES);
    /** Of these services rules need the calls alone that {@link NameLook} knows. */
    private static final byte[][] TRAIL_BYTES = bytes(List.copyOf(TrailCalls.services()));
    private static final byte[][] OF_USERS_BYTES = bytes(OF_USERS);
    private static final byte[][] OF_CALLERS_BYTES = bytes(OF_CALLERS);
    private static final Beginnings BEGINNINGS = new Beginnings(
            Stream.of(SERVICES, OF_USERS, OF_CALLERS, TrailCalls.services()).flatMap(Collection::stream).toList());
    private static final KeyPieces USER = KeyPieces.of("\"IAMUser\"");
    private static final KeyPieces TEMPORARY_KEY = KeyPieces.of("\"ASIA");
    private static final KeyPieces READ_ONLY = KeyPieces.of("\"readOnly\"");
    private static final byte[] IS_TRUE = ":true".getBytes(US_ASCII);
    private static final KeyPieces FAILED = KeyPieces.of("\"errorCode\"");
    private static final KeyPieces KEY = KeyPieces.of("\"eventSource\"");

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NO_NAME = -1;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long BACKSLASHES = ONES * '\\';
    private static final long T_OF_KEY = ONES * 't';
    private static final long S_OF_KEY = ONES * 'S';
    private static final int UTF_32_UNIT = Integer.BYTES;

    private FirstLook() {
    }

    private static byte[][] bytes(List<String> services) {
        return services.stream().map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);
    }

    /** Whether a rule may need the record in these bytes; false only if surely none does. */
    public static boolean mayBeNeeded(byte[] bytes) {
        return mayBeNeeded(bytes, 0, bytes.length);
    }

    /** Whether a rule may need the record in {@code bytes} from {@code from} on; false only if surely none does. */
    static boolean mayBeNeeded(byte[] bytes, int from, int length) {
        int to = from + length;
        return !isObject(bytes, from, to) || !isPlain(bytes, from, to) || !namesOtherServicesOnly(bytes, from, to);
    }

    /** A zero among the first four bytes makes a JSON parser read UTF-16 or UTF-32. */
    private static boolean isObject(byte[] bytes, int from, int to) {
        if (to - from < UTF_32_UNIT) {
            return false;
        }
        for (int i = from; i < from + UTF_32_UNIT; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        int last = to - 1;
        while (last > from && isBlank(bytes[last])) {
            last--;
        }
        return bytes[skipBlanks(bytes, from, last)] == '{' && bytes[last] == '}';
    }

    /**
     * Whether no letter is spelled in another way than by its byte. Eight bytes at a time: of an ASCII byte minus one
     * only that of zero has its high bit set, and only a backslash is zero after the exclusive or. A borrow can mark
     * more bytes, but only behind one that is rightly marked. Most records have no mark at all: a loop that asks once,
     * at its end, is the one that compilers make fast.
     */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        long marks = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONG.get(bytes, i);
            marks |= eight | (eight ^ BACKSLASHES) - ONES;
        }
        return (marks & HIGH_BITS) == 0 ? isPlainByByte(bytes, i, to) : isPlainWhereMarked(bytes, from, to);
    }

    private static boolean isPlainWhereMarked(byte[] bytes, int from, int to) {
        int i = from;
        for (; i < to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONG.get(bytes, i);
            boolean marked = ((eight | (eight ^ BACKSLASHES) - ONES) & HIGH_BITS) != 0;
            if (marked && !isPlainByByte(bytes, i, i + Long.BYTES + 1)) {
                return false;
            }
        }
        return isPlainByByte(bytes, i, to);
    }

    private static boolean isPlainByByte(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] < 0 && mayBeginOverlong(bytes[i] & 0xFF))
                    || (bytes[i] == 'u' && i > from && bytes[i - 1] == '\\')) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8 can spell ASCII in two or more bytes, which is forbidden and which some readers tolerate. */
    private static boolean mayBeginOverlong(int b) {
        return b == 0xC0 || b == 0xC1 || b == 0xE0 || b >= 0xF0;
    }

    private static boolean namesOtherServicesOnly(byte[] bytes, int from, int to) {
        boolean trail = false;
        boolean ofUsers = false;
        boolean ofCallers = false;
        int key = KEY.find(bytes, from, to);
        if (key == KeyPieces.NONE) {
            return false;
        }
        // The last quote of a key may be the first one of the next.
        for (; key != KeyPieces.NONE; key = nextKey(bytes, key + KEY.length() - 1, to)) {
            int name = name(bytes, key + KEY.length(), to);
            if (name == NO_NAME) {
                return false;
            }
            if (BEGINNINGS.mayBeOne(bytes, name, to)) {
                if (names(SERVICE_BYTES, bytes, name, to)) {
                    return false;
                }
                trail |= names(TRAIL_BYTES, bytes, name, to);
                ofUsers |= names(OF_USERS_BYTES, bytes, name, to);
                ofCallers |= names(OF_CALLERS_BYTES, bytes, name, to);
            }
        }
        return !(trail && NameLook.mayBeNeeded(bytes, from, to))
                && !((ofUsers || ofCallers) && mayBeOfUser(bytes, from, to))
                && !(ofCallers && mayBeChangeBySession(bytes, from, to));
    }

    /**
     * Most records have no other: it takes a third of the time to see that two of its letters stand nowhere together.
     */
    private static int nextKey(byte[] bytes, int from, int to) {
        long none = HIGH_BITS;
        int i = from;
        for (; i < to - Long.BYTES; i += Long.BYTES) {
            long pair = ((long) LONG.get(bytes, i) ^ T_OF_KEY) | ((long) LONG.get(bytes, i + 1) ^ S_OF_KEY);
            none &= ((pair & ~HIGH_BITS) + ~HIGH_BITS) | pair;
        }
        int rest = none == HIGH_BITS ? Math.max(from, i - KEY.length()) : from;
        return KEY.find(bytes, rest, to);
    }

    /** A user says that it is one; of a session that a user asked for the issuer is one. */
    private static boolean mayBeOfUser(byte[] bytes, int from, int to) {
        return USER.find(bytes, from, to) != KeyPieces.NONE;
    }

    private static boolean mayBeChangeBySession(byte[] bytes, int from, int to) {
        return TEMPORARY_KEY.find(bytes, from, to) != KeyPieces.NONE
                && (!readsOnly(bytes, from, to) || FAILED.find(bytes, from, to) != KeyPieces.NONE);
    }

    /** Whether the one field of the name says so: where there are more, it may be another that counts. */
    private static boolean readsOnly(byte[] bytes, int from, int to) {
        int key = READ_ONLY.find(bytes, from, to);
        int value = key + READ_ONLY.length();
        return key != KeyPieces.NONE && value + IS_TRUE.length <= to
                && Arrays.equals(bytes, value, value + IS_TRUE.length, IS_TRUE, 0, IS_TRUE.length)
                && READ_ONLY.find(bytes, value - 1, to) == KeyPieces.NONE;
    }

    /** Where the text begins that follows a colon; {@link #NO_NAME} where none does. */
    private static int name(byte[] bytes, int from, int to) {
        int last = to - 1;
        int colon = skipBlanks(bytes, from, last);
        int quote = skipBlanks(bytes, Math.min(colon + 1, last), last);
        return bytes[colon] == ':' && bytes[quote] == '"' ? quote + 1 : NO_NAME;
    }

    /** Whether the text is, or may be, the name of one of these services. */
    private static boolean names(byte[][] services, byte[] bytes, int name, int to) {
        for (byte[] service : services) {
            int end = name + service.length;
            if (end >= to || (bytes[name] == service[0]
                    && Arrays.equals(bytes, name, end, service, 0, service.length)
                    && (bytes[end] == '.' || bytes[end] == '"'))) {
                return true;
            }
        }
        return false;
    }

    /** The first position that is not blank, or the last one. */
    static int skipBlanks(byte[] bytes, int from, int last) {
        int i = from;
        while (i < last && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
