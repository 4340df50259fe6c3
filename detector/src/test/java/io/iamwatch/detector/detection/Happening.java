package io.iamwatch.detector.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of a scenario file, before it is written.
 *
 * @param second when it happens
 * @param id identifies the event
 * @param words the verb and its words
 * @param options what follows, {@code name=value}
 * @param json the snapshot of a baseline, or the parameters of a call; null where there are none
 */
record Happening(long second, String id, List<String> words, List<String> options, String json) {

    static Happening of(long second, String id, String... words) {
        return new Happening(second, id, List.of(words), List.of(), null);
    }

    String verb() {
        return words.getFirst();
    }

    /** Returns the word after the verb, counted from 1. */
    String word(int place) {
        return words.get(place);
    }

    boolean isBaseline() {
        return verb().equals("baseline");
    }

    /** Returns whom it is about: {@code user}, {@code group}, {@code role} or {@code policy}. */
    String kind() {
        String verb = verb();
        if (verb.equals("add-user") || verb.equals("remove-user")) {
            return "user";
        }
        if (verb.contains("group")) {
            return "group";
        }
        if (verb.contains("role") || verb.equals("update-trust")) {
            return "role";
        }
        return verb.matches("(create|delete)-policy(-version)?|set-default-version") ? "policy" : "user";
    }

    /** Returns the names that it bears on, as {@code kind/name} in lower case. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        String kind = kind();
        if (verb().equals("add-user") || verb().equals("remove-user")) {
            names.add("group/" + word(1));
            names.add("user/" + word(2));
        } else if (!isBaseline()) {
            names.add(kind + "/" + word(1));
            if (verb().startsWith("rename")) {
                names.add(kind + "/" + word(2));
            }
            words.stream().skip(2).filter(word -> word.startsWith("own/"))
                    .forEach(word -> names.add("policy/" + word.substring(4)));
            words.stream().skip(2).filter(word -> word.matches("trust:(user|role)/.*"))
                    .forEach(word -> names.add(word.substring("trust:".length())));
            String boundary = option("boundary");
            if (boundary != null && boundary.startsWith("own/")) {
                names.add("policy/" + boundary.substring(4));
            }
        }
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns the name that it brings somebody to; null where it does not. */
    String born() {
        if (verb().startsWith("rename")) {
            return (kind() + "/" + word(2)).toLowerCase(Locale.ROOT);
        }
        boolean creates = verb().matches("create(-group|-role|-policy)?");
        return creates ? (kind() + "/" + word(1)).toLowerCase(Locale.ROOT) : null;
    }

    /** Returns whether it takes something away, or somebody. */
    boolean ends() {
        return verb().matches("(delete|detach|rename|remove).*");
    }

    boolean moves() {
        return verb().matches("re(name|path)-.*");
    }

    String option(String name) {
        return options.stream().filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1)).findFirst().orElse(null);
    }

    Happening with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new Happening(second, id, words, more, json);
    }

    /** Returns the line that arrives in a second. */
    String line(long arrives) {
        StringBuilder line = new StringBuilder();
        line.append(second).append(' ').append(String.join(" ", words));
        if (!isBaseline()) {
            line.append(" id=").append(id);
        }
        options.forEach(option -> line.append(' ').append(option));
        line.append(" arrives=").append(arrives);
        return json == null ? line.toString() : line.append(' ').append(json).toString();
    }
}
