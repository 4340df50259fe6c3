package io.iamwatch.deploy.status.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of Kafka's metrics and what Prometheus is told of it.
 *
 * @param name for Prometheus, with its base unit; {@code _total} of a counter is added
 * @param help what it means, one sentence
 * @param group of the beans that have it
 * @param attribute of these beans; of a histogram without {@code -seconds-bucket} and {@code -seconds-sum}
 * @param perUnit how many of its units make one of the base unit
 * @param labels from which tags; a bean without one of them is not meant
 */
record Shown(Kind kind, String name, String help, String group, String attribute, double perUnit, List<Label> labels) {

    static final double MILLIS = 1e3;
    static final double NANOS = 1e9;

    /** What is done with equal labels of several beans: gauges are the greatest of them, all else is added. */
    enum Kind {
        COUNTER, GAUGE, HISTOGRAM
    }

    /** A label: of a tag, or the same for all. */
    private record Label(String name, String tag, TagText text) {
    }

    static Shown counter(String name, String help, String group, String attribute) {
        return new Shown(Kind.COUNTER, name, help, group, attribute, 1, List.of());
    }

    static Shown gauge(String name, String help, String group, String attribute) {
        return new Shown(Kind.GAUGE, name, help, group, attribute, 1, List.of());
    }

    static Shown histogram(String name, String help, String group, String attribute) {
        return new Shown(Kind.HISTOGRAM, name, help, group, attribute, 1, List.of());
    }

    /** The same of a metric in another unit. */
    Shown in(double unitsPerBaseUnit) {
        return new Shown(kind, name, help, group, attribute, unitsPerBaseUnit, labels);
    }

    /** The same with the value of a tag as a label of that name. */
    Shown by(String tag) {
        return by(tag, tag, Optional::of);
    }

    /** The same with a label. */
    Shown by(String label, String tag, TagText text) {
        List<Label> more = new ArrayList<>(labels);
        more.add(new Label(label, tag, text));
        return new Shown(kind, name, help, group, attribute, perUnit, List.copyOf(more));
    }

    /** The same with a label that does not change. */
    Shown with(String label, String value) {
        return by(label, null, ignored -> Optional.of(value));
    }

    /** Returns the labels of what a bean says; empty where it is not meant. */
    Optional<Map<String, String>> labelsOf(Bean bean) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Label label : labels) {
            Optional<String> tag = label.tag() == null ? Optional.of("") : bean.tag(label.tag());
            Optional<String> value = tag.flatMap(label.text()::of);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(label.name(), value.get());
        }
        return Optional.of(values);
    }
}
