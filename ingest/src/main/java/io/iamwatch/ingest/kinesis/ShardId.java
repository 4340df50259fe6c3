package io.iamwatch.ingest.kinesis;

/**
 * Names a shard of a stream.
 *
 * @param stream the stream as the connector is told it: {@code name} or {@code name@region}
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

    StreamName streamName() {
        return StreamName.parse(stream);
    }

    @Override
    public String toString() {
        return stream + SEPARATOR + shard;
    }
}
