package io.iamwatch.detector.rules;

import io.iamwatch.detector.rules.YamlNode.Mapping;
import io.iamwatch.detector.rules.YamlNode.Pair;
import io.iamwatch.detector.rules.YamlNode.Place;
import io.iamwatch.detector.rules.YamlNode.Scalar;
import io.iamwatch.detector.rules.YamlNode.ScalarType;
import io.iamwatch.detector.rules.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A group of keys that is being read. Says what is wrong of its keys when it is opened, and of each value when that
 * is asked for; a value that is wrong comes back as absent, so that reading goes on and finds the next problem.
 */
final class Section {

    private final Map<String, YamlNode> values = new LinkedHashMap<>();
    private final Map<String, Place> keys = new LinkedHashMap<>();
    private final Place at;
    private final Problems problems;

    private Section(Place at, Problems problems) {
        this.at = at;
        this.problems = problems;
    }

    /**
     * Opens a group of keys.
     *
     * @param what what it is, for messages
     * @param known the keys that it may have
     * @param refusal says of an unknown key why it cannot be one, where that is worth a word of its own
     */
    static Optional<Section> open(YamlNode node, String what, Set<String> known,
            Function<String, Optional<String>> refusal, Problems problems) {
        if (!(node instanceof Mapping mapping)) {
            problems.add(node.at(), what + " is " + node.inWords() + "; it must be a group of keys: "
                    + String.join(", ", known));
            return Optional.empty();
        }
        Section section = new Section(mapping.at(), problems);
        mapping.pairs().forEach(pair -> section.take(pair, what, known, refusal));
        return Optional.of(section);
    }

    private void take(Pair pair, String what, Set<String> known, Function<String, Optional<String>> refusal) {
        if (!(pair.key() instanceof Scalar key)) {
            problems.add(pair.key().at(), what + ": " + pair.key().inWords() + " cannot be a key");
        } else if (!known.contains(key.text())) {
            if (!problems.isFull()) {
                problems.add(key.at(), refusal.apply(key.text()).orElseGet(() -> unknown(what, key.text(), known)));
            } else {
                problems.add(key.at(), "unknown key");
            }
        } else if (keys.putIfAbsent(key.text(), key.at()) != null) {
            problems.add(key.at(), what + ": " + key.text() + " is given twice; the first is in line "
                    + keys.get(key.text()).line());
        } else {
            values.put(key.text(), pair.value());
        }
    }

    private static String unknown(String what, String key, Set<String> known) {
        if (key.equals("<<")) {
            return what + ": merge keys (<<) are not read here; write the keys out";
        }
        return what + ": unknown key " + Problems.quoted(key) + Words.nearest(key, known)
                .map(word -> "; " + word + " was meant?").orElse("; known are " + String.join(", ", known));
    }

    Place at() {
        return at;
    }

    Problems problems() {
        return problems;
    }

    /** Returns where a key stands; the section's own place where it is absent. */
    Place keyAt(String key) {
        return keys.getOrDefault(key, at);
    }

    boolean has(String key) {
        return keys.containsKey(key);
    }

    Set<String> keys() {
        return values.keySet();
    }

    Optional<YamlNode> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    void requireKey(String key, String why) {
        if (!has(key)) {
            problems.add(at, key + " is missing: " + why);
        }
    }

    Optional<Boolean> bool(String key) {
        return value(key).flatMap(node -> node instanceof Scalar scalar && scalar.type() == ScalarType.BOOLEAN
                ? Optional.of(Boolean.valueOf(scalar.text()))
                : wrong(node, key, "true or false" + (isQuoted(node) ? ", without quotes" : "")));
    }

    Optional<Integer> integer(String key, int least, int most) {
        return value(key).flatMap(node -> {
            if (node instanceof Scalar scalar && scalar.type() == ScalarType.NUMBER
                    && scalar.text().matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(scalar.text());
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            }
            return wrong(node, key, "a whole number, " + least + " to " + most);
        });
    }

    Optional<Duration> duration(String key, DurationBounds bounds) {
        return text(key, "a number and s, m, h or d, as in 7d").flatMap(scalar -> {
            Optional<Duration> duration = DurationText.parse(scalar.text());
            if (duration.isEmpty()) {
                return wrong(scalar, key, "a number and s, m, h or d, as in 7d");
            }
            return bounds.contain(duration.get()) ? duration : wrong(scalar, key, bounds.toString());
        });
    }

    <T> Optional<T> choice(String key, Map<String, T> words) {
        return text(key, "one of " + String.join(", ", words.keySet()))
                .flatMap(scalar -> choice(scalar, key, words));
    }

    private <T> Optional<T> choice(Scalar scalar, String what, Map<String, T> words) {
        return Optional.ofNullable(words.get(scalar.text())).or(() -> wrong(scalar, what,
                "one of " + String.join(", ", words.keySet())
                        + Words.nearest(scalar.text(), words.keySet()).map(word -> "; " + word + "?").orElse("")));
    }

    /** A text that a check finds no flaw in. */
    Optional<String> checked(String key, Function<String, Optional<String>> flaw) {
        return text(key, "text").flatMap(scalar -> check(scalar, key, flaw));
    }

    private Optional<String> check(Scalar scalar, String what, Function<String, Optional<String>> flaw) {
        Optional<String> found = flaw.apply(scalar.text());
        found.ifPresent(message -> problems.add(scalar.at(),
                what + ": " + Problems.quoted(scalar.text()) + " " + message));
        return found.isPresent() ? Optional.empty() : Optional.of(scalar.text());
    }

    /** Returns the texts of a list; nothing, which means all, for the word {@code all}. */
    Optional<List<String>> listOrAll(String key, Function<Scalar, Optional<String>> item) {
        Optional<YamlNode> value = value(key);
        if (value.isEmpty() || (value.get() instanceof Scalar scalar && scalar.text().equals("all"))) {
            return Optional.empty();
        }
        List<String> items = new ArrayList<>();
        for (YamlNode node : items(key, "all or a list")) {
            if (!(node instanceof Scalar scalar) || scalar.type() != ScalarType.TEXT) {
                wrong(node, key, node instanceof Scalar ? "text in quotes: numbers lose their zeros" : "text");
                continue;
            }
            Optional<String> text = item.apply(scalar);
            if (text.isPresent() && items.contains(text.get())) {
                problems.add(node.at(), key + ": " + Problems.quoted(text.get()) + " is listed twice");
            } else {
                text.ifPresent(items::add);
            }
        }
        return Optional.of(items);
    }

    Optional<List<String>> checkedListOrAll(String key, Function<String, Optional<String>> flaw) {
        return listOrAll(key, scalar -> check(scalar, key, flaw));
    }

    Optional<List<String>> choicesOrAll(String key, Map<String, ?> words) {
        return listOrAll(key, scalar -> choice(scalar, key, words).map(found -> scalar.text()));
    }

    /** Returns the items of a list that is there and not empty. */
    List<YamlNode> items(String key, String expected) {
        YamlNode node = values.get(key);
        if (node instanceof Sequence sequence && !sequence.items().isEmpty()) {
            return sequence.items();
        }
        if (node instanceof Sequence) {
            problems.add(node.at(), key + " is an empty list; " + expected + " is needed, or leave " + key + " out");
        } else if (node != null) {
            wrong(node, key, expected);
        }
        return List.of();
    }

    private Optional<Scalar> text(String key, String expected) {
        return value(key).flatMap(node -> node instanceof Scalar scalar && scalar.type() == ScalarType.TEXT
                ? Optional.of(scalar)
                : wrong(node, key, expected));
    }

    private <T> Optional<T> wrong(YamlNode node, String what, String expected) {
        problems.add(node.at(), what + " is " + node.inWords() + "; it must be " + expected);
        return Optional.empty();
    }

    private static boolean isQuoted(YamlNode node) {
        return node instanceof Scalar scalar && !scalar.plain();
    }
}
