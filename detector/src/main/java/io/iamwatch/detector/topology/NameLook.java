package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.detector.event.TrailCalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;

/**
 * Says of a record's bytes, in which every letter is spelled plainly, whether somewhere a field {@code eventName}
 * names a call that touches the audit trail. Services that have such calls have many others, which no rule reads.
 */
final class NameLook {

    private static final byte[] KEY = "\"eventName\"".getBytes(US_ASCII);
    private static final Set<String> NAMES = TrailCalls.names();
    private static final int LONGEST = NAMES.stream().mapToInt(String::length).max().orElse(0);

    /** A piece of the key is four bytes of it. Any text with the key in it has a piece at each {@code STRIDE} bytes. */
    private static final int STRIDE = KEY.length - Integer.BYTES + 1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x9E37_79B1;
    /** Where in the key the piece with a hash stands, counted from one; others with that hash are told apart later. */
    private static final byte[] PLACES = new byte[1 << HASH_BITS];

    static {
        for (int i = 0; i < STRIDE; i++) {
            int hash = hash((int) INT.get(KEY, i));
            if (PLACES[hash] != 0) {
                throw new IllegalStateException("two pieces of the key have one hash");
            }
            PLACES[hash] = (byte) (i + 1);
        }
    }

    private NameLook() {
    }

    /** Whether a rule may need the record; what follows the key in another way than a plain text may be needed too. */
    static boolean mayBeNeeded(byte[] bytes, int from, int to) {
        boolean named = false;
        for (int i = from + STRIDE - 1; i <= to - Integer.BYTES; i += STRIDE) {
            int place = PLACES[hash((int) INT.get(bytes, i))];
            int key = i - place + 1;
            if (place != 0 && key + KEY.length <= to
                    && Arrays.equals(bytes, key, key + KEY.length, KEY, 0, KEY.length)) {
                named = true;
                if (mayNameOne(bytes, key + KEY.length, to)) {
                    return true;
                }
            }
        }
        return !named;
    }

    private static int hash(int piece) {
        return (piece * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
    }

    private static boolean mayNameOne(byte[] bytes, int from, int to) {
        int last = to - 1;
        int colon = FirstLook.skipBlanks(bytes, from, last);
        int quote = FirstLook.skipBlanks(bytes, Math.min(colon + 1, last), last);
        if (bytes[colon] != ':' || bytes[quote] != '"') {
            return true;
        }
        int end = quote + 1;
        while (end < last && bytes[end] != '"' && end - quote <= LONGEST) {
            end++;
        }
        return bytes[end] == '"' && NAMES.contains(new String(bytes, quote + 1, end - quote - 1, US_ASCII));
    }
}
