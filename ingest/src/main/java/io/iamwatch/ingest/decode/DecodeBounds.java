package io.iamwatch.ingest.decode;

/**
 * How far a payload is followed: whatever somebody sends, decoding it takes bounded memory and time. What lies
 * beyond goes out as it came, with the reason.
 *
 * @param maxInflatedBytes what all gzips of one payload may inflate to together, those inside of others included
 * @param maxEnvelopes how many envelopes may lie in each other around a record: aggregate, gzip, JSON
 * @param maxJsonDepth how many brackets may be open in a record at once; the parser's own limit is 1000
 */
public record DecodeBounds(int maxInflatedBytes, int maxEnvelopes, int maxJsonDepth) {

    /** What the JSON parser, of ingest and of whoever reads the topics, takes at most. */
    public static final int PARSER_DEPTH = 1000;

    /** What the connector allows unless it is configured otherwise. */
    public static final DecodeBounds DEFAULT = new DecodeBounds(64 * 1024 * 1024, 8, PARSER_DEPTH);

    /** Refuses bounds that would let nothing through. */
    public DecodeBounds {
        if (maxInflatedBytes < 1 || maxEnvelopes < 1 || maxJsonDepth < 1) {
            throw new IllegalArgumentException("bounds of decoding are at least 1");
        }
    }

    /** Returns the same with another bound of bytes. */
    public DecodeBounds withMaxInflatedBytes(int bytes) {
        return new DecodeBounds(bytes, maxEnvelopes, maxJsonDepth);
    }
}
