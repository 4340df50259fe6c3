package io.iamwatch.contracts.topic;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@link RecordHeaders#INPUTS} says: positions of records, {@code topic/partition/offset}, further offsets of
 * the same partition behind commas, other partitions behind blanks.
 */
public final class Inputs {

    private static final Pattern PARTITION = Pattern
            .compile("[A-Za-z0-9._-]{1,249}/[0-9]{1,9}/[0-9]{1,18}(,[0-9]{1,18})*");

    private Inputs() {
    }

    /** Writes positions, each once, in the order of partitions and offsets. */
    public static String text(Stream<String> positions) {
        SortedMap<String, SortedSet<Long>> offsets = new TreeMap<>();
        positions.forEach(position -> {
            int behind = position.lastIndexOf('/');
            offsets.computeIfAbsent(position.substring(0, behind), partition -> new TreeSet<>())
                    .add(Long.parseLong(position.substring(behind + 1)));
        });
        return offsets.entrySet().stream()
                .map(partition -> partition.getKey() + "/"
                        + partition.getValue().stream().map(String::valueOf).collect(joining(",")))
                .collect(joining(" "));
    }

    /** Reads positions; what no detector of ours has written says nothing. */
    public static List<String> positions(String text) {
        return Stream.of(text.split(" ", -1)).filter(one -> PARTITION.matcher(one).matches())
                .flatMap(one -> {
                    int behind = one.lastIndexOf('/') + 1;
                    return Stream.of(one.substring(behind).split(",")).map(offset -> one.substring(0, behind) + offset);
                }).toList();
    }
}
