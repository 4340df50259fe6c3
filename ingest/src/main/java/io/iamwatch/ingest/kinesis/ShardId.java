package io.iamwatch.ingest.kinesis;

/**
 * Names a shard of a stream, in the region that the connector reads.
 *
 * @param stream the stream's name
 * @param shard the shard's id, unique within the stream: {@code shardId-000000000000}
 */
public record ShardId(String stream, String shard) {

    private static final char SEPARATOR = '/';

    /**
     * Reads {@code stream/shard}; neither part can hold a slash.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static ShardId parse(String text) {
        int slash = text.indexOf(SEPARATOR);
        if (slash <= 0 || slash == text.length() - 1) {
            throw new IllegalArgumentException("not stream/shard: " + text);
        }
        return new ShardId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return stream + SEPARATOR + shard;
    }
}
