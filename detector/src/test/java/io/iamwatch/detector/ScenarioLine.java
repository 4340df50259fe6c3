package io.iamwatch.detector;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An event's line of a scenario file, taken apart.
 *
 * @param second epoch second of the event
 * @param words the words after the second that are no options
 * @param json the rest of the line from the first word on that begins with a brace; null where there is none
 */
record ScenarioLine(long second, String id, List<String> words, Map<String, String> options, String json) {

    /** Any other word may hold "=": IAM allows it in names. */
    private static final Set<String> OPTIONS = Set.of("account", "id", "partition", "error", "source", "arrives",
            "path", "boundary", "by", "mfa", "encoded", "layout", "padded", "quirk", "key", "from", "issues", "as",
            "version");

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US)
            .withZone(ZoneOffset.UTC);

    static ScenarioLine of(String text, String id) {
        int brace = text.indexOf(" {");
        String json = brace < 0 ? null : text.substring(brace + 1);
        String[] split = (brace < 0 ? text : text.substring(0, brace)).strip().split("\\s+", -1);
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < split.length; i++) {
            int equals = split[i].indexOf('=');
            if (equals > 0 && OPTIONS.contains(split[i].substring(0, equals))) {
                options.put(split[i].substring(0, equals), split[i].substring(equals + 1));
            } else {
                words.add(split[i]);
            }
        }
        return new ScenarioLine(Scenario.EPOCH + Long.parseLong(split[0]), options.getOrDefault("id", id),
                List.copyOf(words), Map.copyOf(options), json);
    }

    String verb() {
        return words.get(0);
    }

    /** Returns the word after the verb, counted from 1. */
    String word(int place) {
        if (place >= words.size()) {
            throw new IllegalArgumentException("word " + place + " is missing");
        }
        return words.get(place);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    boolean hasOption(String name) {
        return options.containsKey(name);
    }

    boolean hasQuirk(String quirk) {
        return List.of(option("quirk", "").split(",", -1)).contains(quirk);
    }

    String account() {
        return option("account", "111111111111");
    }

    String partition() {
        return option("partition", "aws");
    }

    /** Returns the epoch second of the arrival. */
    long arrived() {
        return hasOption("arrives") ? Scenario.EPOCH + Long.parseLong(options.get("arrives")) : second + 1;
    }

    String time() {
        return Instant.ofEpochSecond(second).toString();
    }

    /** Returns the second as AWS writes {@code createDate}: {@code Aug 1, 2024 1:33:28 PM}. */
    String date() {
        String date = DATE.format(Instant.ofEpochSecond(second));
        return hasQuirk("narrow-date") ? date.replaceFirst("(\\d{4}) (.*) ", "$1, $2\u202f") : date;
    }

    String arn(String kind, String path, String name) {
        return "arn:" + partition() + ":iam::" + account() + ":" + kind + path + name;
    }

    /** {@code Name} is AWS's, {@code own/Name} the account's. */
    String policyArn(String policy) {
        return policy.startsWith("own/")
                ? arn("policy", "/", policy.substring(4))
                : "arn:" + partition() + ":iam::aws:policy/" + policy;
    }
}
