package io.iamwatch.alerting.console.view;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has read {@code iamwatch.incidents}: the last offset of each partition, as {@code 0:17,1:4}. It
 * means the same at every instance and after every restart.
 *
 * @param last offset by partition; one that is not named was not read
 */
public record Positions(SortedMap<Integer, Long> last) {

    /** Nothing was read. */
    public static final Positions NONE = new Positions(new TreeMap<>());

    private static final int MAX_LENGTH = 40_000;
    private static final Pattern TEXT = Pattern.compile("\\d{1,5}:\\d{1,18}(,\\d{1,5}:\\d{1,18})*");

    /** Keeps a copy. */
    public Positions {
        last = new TreeMap<>(last);
    }

    /** Reads what {@link #toString()} wrote; empty for anything else. An empty text is {@link #NONE}. */
    public static Optional<Positions> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(NONE);
        }
        if (text.length() > MAX_LENGTH || !TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        SortedMap<Integer, Long> last = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            last.merge(Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1)), Math::max);
        }
        return Optional.of(new Positions(last));
    }

    /** Returns these when one more record was read. */
    public Positions with(int partition, long offset) {
        SortedMap<Integer, Long> more = new TreeMap<>(last);
        more.merge(partition, offset, Math::max);
        return new Positions(more);
    }

    /** Returns whether that record was read. */
    public boolean cover(int partition, long offset) {
        return last.getOrDefault(partition, -1L) >= offset;
    }

    /** Returns whether these are at least as far as others, in every partition. */
    public boolean reach(Positions others) {
        return others.last.entrySet().stream().allMatch(other -> cover(other.getKey(), other.getValue()));
    }

    @Override
    public String toString() {
        return last.entrySet().stream().map((Map.Entry<Integer, Long> at) -> at.getKey() + ":" + at.getValue())
                .collect(Collectors.joining(","));
    }
}
