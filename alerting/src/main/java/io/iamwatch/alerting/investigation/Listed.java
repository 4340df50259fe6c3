package io.iamwatch.alerting.investigation;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** Names in a sentence: some of them, and how many more. */
final class Listed {

    private static final int NAMED = 5;

    private Listed() {
    }

    static String of(Stream<String> names) {
        return joined(names, ", ");
    }

    /** The same of what has commas in it. */
    static String sentences(Stream<String> sentences) {
        return joined(sentences, "; ");
    }

    private static String joined(Stream<String> texts, String between) {
        List<String> all = texts.toList();
        String some = all.stream().limit(NAMED).collect(joining(between));
        return all.size() > NAMED ? some + " and " + (all.size() - NAMED) + " more" : some;
    }
}
