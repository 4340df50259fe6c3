package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.detector.event.TrailCalls;
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

    private static final int STRIDE = KeyPieces.stride(KEY);
    private static final byte[] PLACES = KeyPieces.places(KEY);

    private NameLook() {
    }

    /** Whether a rule may need the record; what follows the key in another way than a plain text may be needed too. */
    static boolean mayBeNeeded(byte[] bytes, int from, int to) {
        boolean named = false;
        for (int i = from + STRIDE - 1; i <= to - KeyPieces.PIECE; i += STRIDE) {
            int place = PLACES[KeyPieces.hash(bytes, i)];
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
