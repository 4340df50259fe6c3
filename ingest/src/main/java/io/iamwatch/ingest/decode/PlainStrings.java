package io.iamwatch.ingest.decode;

/** Strings of JSON as it stands. */
final class PlainStrings extends RecordText {

    PlainStrings(byte[] bytes, int limit) {
        super(bytes, limit);
    }

    @Override
    int quoteLength() {
        return 1;
    }

    @Override
    boolean isQuote(int index) {
        return index < limit() && bytes()[index] == '"';
    }

    @Override
    boolean isBlank(byte b) {
        return JsonScan.isBlank(b);
    }

    @Override
    byte[] text() {
        return bytes();
    }

    @Override
    void pass(Joint joint, int from) {
        // It stays where it is.
    }

    @Override
    void pass(int from, int to) {
        // It stays where it is.
    }

    @Override
    int end(int from) {
        byte[] bytes = bytes();
        boolean unusual = false;
        int index = from;
        while (true) {
            index = stop(bytes, index);
            byte stop = index < limit() ? bytes[index] : 0;
            if (stop == '"') {
                return ended(index, from, index, unusual);
            }
            unusual = true;
            int length = stop < 0
                    ? Utf8.length(bytes, index, limit())
                    : stop == '\\' && index + 1 < limit() && isEscape(bytes[index + 1]) ? 2 : 0;
            if (length == 0) {
                return JsonGlance.UNSURE;
            }
            index += length;
        }
    }

    /** Returns the index of the first byte that is no plain ASCII of a string. */
    private int stop(byte[] bytes, int from) {
        int index = from;
        for (; index + Words.BYTES <= limit(); index += Words.BYTES) {
            long marks = Words.stopsAndHigh(Words.at(bytes, index));
            if (marks != 0) {
                return index + Words.first(marks);
            }
        }
        while (index < limit() && bytes[index] >= ' ' && bytes[index] != '"' && bytes[index] != '\\') {
            index++;
        }
        return index;
    }
}
