package io.iamwatch.ingest.decode;

/** Characters that are not ASCII. */
final class Utf8 {

    private Utf8() {
    }

    /**
     * Returns how many bytes the character has that begins there; 0 if it is malformed (Unicode 16, table 3-7) or does
     * not end before the limit.
     */
    static int length(byte[] bytes, int at, int limit) {
        int first = bytes[at] & 0xff;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > limit) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
