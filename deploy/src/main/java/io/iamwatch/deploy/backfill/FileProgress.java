package io.iamwatch.deploy.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How much of a file is in the topics. As text: {@code 120} while it is under way, {@code 250 done}.
 *
 * @param units how many units of it, from its beginning on; the same bytes always fall into the same units
 * @param done whether that was all
 */
record FileProgress(long units, boolean done) {

    static final FileProgress NONE = new FileProgress(0, false);

    private static final String DONE = " done";

    byte[] toBytes() {
        return (units + (done ? DONE : "")).getBytes(UTF_8);
    }

    /** Reads what {@link #toBytes} wrote. */
    static FileProgress of(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        boolean done = text.endsWith(DONE);
        String units = done ? text.substring(0, text.length() - DONE.length()) : text;
        try {
            return new FileProgress(Long.parseLong(units), done);
        } catch (NumberFormatException foreign) {
            throw new BackfillFailure("a mark in iamwatch.backfill cannot be understood: ", text, foreign);
        }
    }
}
