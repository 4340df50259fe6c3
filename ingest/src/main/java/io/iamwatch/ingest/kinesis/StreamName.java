package io.iamwatch.ingest.kinesis;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a stream: {@code name}, or {@code name@region} where it is not in the connector's region.
 *
 * @param name as AWS knows it, unique in its region and account
 * @param region where it is; empty for the connector's
 */
public record StreamName(String name, Optional<String> region) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
    private static final char SEPARATOR = '@';

    /**
     * Reads {@code name} or {@code name@region}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static StreamName parse(String text) {
        int at = text.indexOf(SEPARATOR);
        StreamName stream = at < 0
                ? new StreamName(text, Optional.empty())
                : new StreamName(text.substring(0, at), Optional.of(text.substring(at + 1)));
        if (!NAME.matcher(stream.name).matches() || !stream.region.map(StreamName::isRegion).orElse(true)) {
            throw new IllegalArgumentException("neither name nor name@region of a stream: " + text);
        }
        return stream;
    }

    /** Returns whether a text has the form of an AWS region's name. */
    public static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
    }

    @Override
    public String toString() {
        return region.map(where -> name + SEPARATOR + where).orElse(name);
    }
}
