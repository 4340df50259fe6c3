package io.iamwatch.ingest.decode;

/** Numbers as JSON writes them, without exponents, which are rare in what AWS writes. */
final class JsonNumber {

    private static final int LONGEST = 100;

    private JsonNumber() {
    }

    static boolean isFirst(byte b) {
        return b == '-' || isDigit(b);
    }

    /** Returns the index behind the number that begins at {@code from}, or {@link JsonGlance#UNSURE}. */
    static int end(byte[] bytes, int from, int limit) {
        int first = from < limit && bytes[from] == '-' ? from + 1 : from;
        int end = digits(bytes, first, limit);
        if (end == first || (bytes[first] == '0' && end > first + 1)) {
            return JsonGlance.UNSURE;
        }
        if (end < limit && bytes[end] == '.') {
            int fraction = end + 1;
            end = digits(bytes, fraction, limit);
            if (end == fraction) {
                return JsonGlance.UNSURE;
            }
        }
        boolean exponent = end < limit && (bytes[end] == 'e' || bytes[end] == 'E');
        return exponent || end - from > LONGEST ? JsonGlance.UNSURE : end;
    }

    private static int digits(byte[] bytes, int from, int limit) {
        int index = from;
        while (index < limit && isDigit(bytes[index])) {
            index++;
        }
        return index;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
