package io.iamwatch.ingest.decode;

import java.util.Optional;

/** Unescapes JSON strings from bytes to bytes, without a detour through characters. */
final class JsonText {

    private JsonText() {
    }

    /**
     * Returns what a string says, as UTF-8, or nothing if it has an escape that JSON does not have or half of a
     * surrogate pair.
     *
     * @param string the extent of a closed string, its quotes included
     */
    static Optional<Slice> unescape(byte[] bytes, Extent string) {
        Unescaping unescaping = new Unescaping(bytes, string);
        return unescaping.run()
                ? Optional.of(Slice.between(unescaping.out, 0, unescaping.length))
                : Optional.empty();
    }

    private static final class Unescaping {
        private final byte[] in;
        private final int end;
        private final byte[] out;
        private int at;
        private int length;

        Unescaping(byte[] in, Extent string) {
            this.in = in;
            this.at = string.from() + 1;
            this.end = string.to() - 1;
            // An escape is never shorter than what it stands for.
            this.out = new byte[Math.max(0, end - at)];
        }

        boolean run() {
            while (at < end) {
                byte b = in[at++];
                if (b != '\\') {
                    out[length++] = b;
                } else if (at >= end || !escape(in[at++])) {
                    return false;
                }
            }
            return true;
        }

        private boolean escape(byte kind) {
            switch (kind) {
                case '"', '\\', '/' -> out[length++] = kind;
                case 'n' -> out[length++] = '\n';
                case 't' -> out[length++] = '\t';
                case 'r' -> out[length++] = '\r';
                case 'b' -> out[length++] = '\b';
                case 'f' -> out[length++] = '\f';
                case 'u' -> {
                    return unicode();
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean unicode() {
            int unit = hex();
            if (unit < 0 || Character.isLowSurrogate((char) unit)) {
                return false;
            }
            if (!Character.isHighSurrogate((char) unit)) {
                encode(unit);
                return true;
            }
            if (at + 1 >= end || in[at] != '\\' || in[at + 1] != 'u') {
                return false;
            }
            at += 2;
            int low = hex();
            if (low < 0 || !Character.isLowSurrogate((char) low)) {
                return false;
            }
            encode(Character.toCodePoint((char) unit, (char) low));
            return true;
        }

        /** Reads four hexadecimal digits, or returns -1. */
        private int hex() {
            if (end - at < 4) {
                return -1;
            }
            int value = 0;
            for (int last = at + 4; at < last; at++) {
                int digit = in[at] < 0 ? -1 : Character.digit(in[at], 16);
                if (digit < 0) {
                    return -1;
                }
                value = (value << 4) | digit;
            }
            return value;
        }

        private void encode(int point) {
            if (point < 0x80) {
                out[length++] = (byte) point;
            } else if (point < 0x800) {
                out[length++] = (byte) (0xc0 | (point >> 6));
                continuation(point);
            } else if (point < 0x10000) {
                out[length++] = (byte) (0xe0 | (point >> 12));
                continuation(point >> 6);
                continuation(point);
            } else {
                out[length++] = (byte) (0xf0 | (point >> 18));
                continuation(point >> 12);
                continuation(point >> 6);
                continuation(point);
            }
        }

        private void continuation(int bits) {
            out[length++] = (byte) (0x80 | (bits & 0x3f));
        }
    }
}
