package io.iamwatch.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A scenario file: what happens, a line an event, and what is to stand in the end. The format is told by
 * {@code scenarios/README.md}.
 *
 * @param expected the lines that begin with {@code expect}, without that word
 * @param ignored rules whose findings are no matter of this file
 * @param orderMatters whether the file says {@code in this order}: flags such as {@code late} depend on arrival
 */
public record Scenario(String name, List<Arrival> arrivals, TreeSet<String> expected, Set<String> ignored,
        boolean orderMatters) {

    /** Seconds of the files count from here. */
    public static final long EPOCH = 1_760_000_000L;

    /**
     * A record as it comes out of the topic.
     *
     * @param baseline whether it is an account's snapshot: {@code {"baseline":…,"account":…,"start":…,"details":{…}}}
     */
    public record Arrival(String account, byte[] record, long arrivalMillis, boolean baseline) {

        public Arrival(String account, byte[] record, long arrivalMillis) {
            this(account, record, arrivalMillis, false);
        }
    }

    public static Stream<Scenario> all() {
        return all(Path.of("src/test/resources/scenarios"));
    }

    public static Stream<Scenario> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".scenario")).sorted().map(Scenario::read).toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads one file. */
    public static Scenario read(Path file) {
        return of(file.getFileName().toString(), lines(file));
    }

    /** Reads the lines of a file; one of them says what is expected. */
    public static Scenario of(String name, List<String> lines) {
        ScenarioDocuments documents = ScenarioDocuments.in(lines);
        List<Arrival> arrivals = new ArrayList<>();
        TreeSet<String> expected = new TreeSet<>();
        Set<String> ignored = new TreeSet<>();
        boolean orderMatters = false;
        boolean expects = false;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            String[] words = line.split("\\s+", -1);
            switch (words[0]) {
                case "", "#", "doc" -> {
                    // a remark, or read above
                }
                case "in" -> orderMatters = true;
                case "ignore" -> ignored.addAll(Arrays.asList(words).subList(1, words.length));
                case "expect" -> {
                    expects = true;
                    if (!words[1].equals("nothing")) {
                        expected.add(String.join(" ", Arrays.asList(words).subList(1, words.length)));
                    }
                }
                default -> arrivals.add(arrival(line, "e" + number, documents, name));
            }
        }
        if (!expects) {
            throw new IllegalArgumentException(name + " expects neither an alert nor nothing");
        }
        return new Scenario(name, arrivals, expected, ignored, orderMatters);
    }

    private static Arrival arrival(String text, String id, ScenarioDocuments documents, String name) {
        try {
            ScenarioLine line = ScenarioLine.of(text, id);
            boolean baseline = line.verb().equals("baseline");
            byte[] record = CloudTrailRecords.bytes(baseline
                    ? new ScenarioBaselines(documents).record(line)
                    : new ScenarioEvents(documents).record(line));
            return new Arrival(line.account(), record, line.arrived() * 1000, baseline);
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException(name + ": " + text, unreadable);
        }
    }

    /**
     * Compares with what stands: each expectation has to find a finding of its own that has all its words, and no
     * finding may be left over but those of ignored rules.
     *
     * @param standing the words of each standing finding, separated by blanks
     * @return what is wrong, for people; empty where all is right
     */
    public List<String> differences(Collection<String> standing) {
        List<Set<String>> findings = standing.stream().map(Scenario::words)
                .filter(words -> words.stream().noneMatch(ignored::contains)).toList();
        List<String> expectations = List.copyOf(expected);
        int[] taken = new int[findings.size()];
        Arrays.fill(taken, -1);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            if (!assign(i, expectations, findings, taken, new boolean[taken.length])) {
                differences.add("missing: " + expectations.get(i));
            }
        }
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] < 0) {
                differences.add("not expected: " + String.join(" ", findings.get(i)));
            }
        }
        return differences;
    }

    /** One step of a matching: an expectation takes a finding, or has another expectation make room. */
    private static boolean assign(int expectation, List<String> expectations, List<Set<String>> findings, int[] taken,
            boolean[] tried) {
        Set<String> wanted = words(expectations.get(expectation));
        for (int i = 0; i < taken.length; i++) {
            if (!tried[i] && findings.get(i).containsAll(wanted)) {
                tried[i] = true;
                if (taken[i] < 0 || assign(taken[i], expectations, findings, taken, tried)) {
                    taken[i] = expectation;
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> words(String line) {
        return new TreeSet<>(Arrays.asList(line.split(" ", -1)));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
