package io.iamwatch.deploy.replay;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A range by offsets, as in {@code 0=100..200,3=50..}: of other partitions nothing counts.
 *
 * @param spans by the number of the partition; never empty
 */
public record Offsets(SortedMap<Integer, Span> spans) {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})=([0-9]{1,18})?\\.\\.([0-9]{1,18})?");

    /** Keeps a copy. */
    public Offsets {
        spans = Collections.unmodifiableSortedMap(new TreeMap<>(spans));
    }

    /**
     * What counts of a partition.
     *
     * @param from inclusive; null for the beginning
     * @param to exclusive; null for the end
     */
    public record Span(Long from, Long to) {

        @Override
        public String toString() {
            return (from == null ? "" : from) + ".." + (to == null ? "" : to);
        }
    }

    /**
     * Reads them.
     *
     * @throws ReplayRefusal if one is of another form, ends before it begins, or names a partition twice
     */
    public static Offsets parse(List<String> texts) {
        SortedMap<Integer, Span> spans = new TreeMap<>();
        for (String text : texts) {
            Matcher matcher = SPAN.matcher(text);
            if (!matcher.matches()) {
                throw new ReplayRefusal(text + ": PARTITION=FROM..TO is needed, as in 0=100..200, 0=100.. or 0=..200; "
                        + "TO is the first offset that does not count any more");
            }
            Span span = new Span(offset(matcher.group(2)), offset(matcher.group(3)));
            if (span.from() != null && span.to() != null && span.from() >= span.to()) {
                throw new ReplayRefusal(text + ": FROM must be below TO");
            }
            if (spans.put(Integer.valueOf(matcher.group(1)), span) != null) {
                throw new ReplayRefusal(text + ": partition " + matcher.group(1) + " is named twice");
            }
        }
        return new Offsets(spans);
    }

    private static Long offset(String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }

    /** Returns it as it is given on the command line, the partitions in their order. */
    @Override
    public String toString() {
        return spans.entrySet().stream().map(span -> span.getKey() + "=" + span.getValue())
                .collect(Collectors.joining(","));
    }
}
