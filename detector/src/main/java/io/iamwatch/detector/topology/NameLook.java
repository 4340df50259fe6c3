package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.detector.event.TrailCalls;
import java.util.Set;

/**
 * Says of a record's bytes, in which every letter is spelled plainly, whether somewhere a field {@code eventName}
 * names a call that touches the audit trail. Services that have such calls have many others, which no rule reads.
 */
final class NameLook {

    private static final KeyPieces KEY = KeyPieces.of("\"eventName\"");
    private static final Set<String> NAMES = TrailCalls.names();
    private static final Beginnings BEGINNINGS = new Beginnings(NAMES);
    private static final int LONGEST = NAMES.stream().mapToInt(String::length).max().orElse(0);

    private NameLook() {
    }

    /** Whether a rule may need the record; what follows the key in another way than a plain text may be needed too. */
    static boolean mayBeNeeded(byte[] bytes, int from, int to) {
        int key = KEY.find(bytes, from, to);
        boolean named = key != KeyPieces.NONE;
        while (key != KeyPieces.NONE) {
            if (mayNameOne(bytes, key + KEY.length(), to)) {
                return true;
            }
            key = KEY.find(bytes, key + KEY.length() - 1, to);
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
        if (!BEGINNINGS.mayBeOne(bytes, quote + 1, to)) {
            return false;
        }
        int end = quote + 1;
        while (end < last && bytes[end] != '"' && end - quote <= LONGEST) {
            end++;
        }
        return bytes[end] == '"' && NAMES.contains(new String(bytes, quote + 1, end - quote - 1, US_ASCII));
    }
}
