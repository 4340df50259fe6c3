package io.iamwatch.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A scenario file: what happens, a line an event, and what is to stand in the end. The format is told by
 * {@code scenarios/README.md}.
 *
 * @param orderMatters whether the file says {@code in this order}: flags such as {@code late} depend on arrival
 */
public record Scenario(String name, List<Arrival> arrivals, TreeSet<String> expected, boolean orderMatters) {

    /** Seconds of the files count from here. */
    public static final long EPOCH = 1_760_000_000L;

    /** A record as it comes out of the topic. */
    public record Arrival(String account, byte[] record, long arrivalMillis) {
    }

    public static Stream<Scenario> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".scenario")).sorted().map(Scenario::read).toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Scenario read(Path file) {
        List<Arrival> arrivals = new ArrayList<>();
        TreeSet<String> expected = new TreeSet<>();
        boolean orderMatters = false;
        boolean expects = false;
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "", "#" -> {
                    // a remark
                }
                case "in" -> orderMatters = true;
                case "expect" -> {
                    expects = true;
                    if (!words[1].equals("nothing")) {
                        expected.add(String.join(" ", Arrays.asList(words).subList(1, words.length)));
                    }
                }
                default -> arrivals.add(arrival(words, "e" + number));
            }
        }
        if (!expects) {
            throw new IllegalArgumentException(file + " expects neither an alert nor nothing");
        }
        return new Scenario(file.getFileName().toString(), arrivals, expected, orderMatters);
    }

    private static Arrival arrival(String[] words, String id) {
        long second = EPOCH + Long.parseLong(words[0]);
        String account = "111111111111";
        String eventId = id;
        String partition = "aws";
        long arrived = second + 1;
        boolean failed = false;
        String source = "iam.amazonaws.com";
        List<String> plain = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.contains("=") ? word.substring(0, word.indexOf('=')) : "") {
                case "account" -> account = value;
                case "id" -> eventId = value;
                case "partition" -> partition = value;
                case "arrives" -> arrived = EPOCH + Long.parseLong(value);
                case "source" -> source = value;
                case "error" -> failed = true;
                default -> plain.add(word);
            }
        }
        ObjectNode record = record(plain, account, eventId, second, partition);
        if (failed) {
            record.put("errorCode", "LimitExceededException");
        }
        record.put("eventSource", source);
        if (eventId.equals("none")) {
            record.remove("eventID");
        }
        return new Arrival(account, CloudTrailRecords.bytes(record), arrived * 1000);
    }

    private static ObjectNode record(List<String> words, String account, String id, long second, String partition) {
        String user = words.get(1);
        return switch (words.get(0)) {
            case "create" -> CloudTrailRecords.createUser(account, id, second, user,
                    words.get(2).equals("null") ? null : words.get(2));
            case "delete" -> CloudTrailRecords.deleteUser(account, id, second, user);
            case "attach" -> CloudTrailRecords.policy(account, "AttachUserPolicy", id, second, user,
                    arn(partition, words.get(2)));
            case "detach" -> CloudTrailRecords.policy(account, "DetachUserPolicy", id, second, user,
                    arn(partition, words.get(2)));
            default -> throw new IllegalArgumentException("no such event: " + words);
        };
    }

    /** {@code Name} is AWS's, {@code own/Name} the account's. */
    private static String arn(String partition, String policy) {
        return policy.startsWith("own/")
                ? "arn:" + partition + ":iam::111111111111:policy/" + policy.substring(4)
                : "arn:" + partition + ":iam::aws:policy/" + policy;
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
