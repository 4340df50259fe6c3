package io.iamwatch.detector.replay;

import static java.util.stream.Collectors.joining;

import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.List;

/** Names the entry of an allow-list that an alert speaks of, as a person finds it in the file. */
final class Answered {

    private final String said;
    private final List<AllowEntry> entries;
    private final List<Integer> numbers = new ArrayList<>();

    /**
     * Looks for the entry.
     *
     * @param allowedBy what the alert says
     * @param rules by which it was told
     */
    Answered(String allowedBy, Rules rules) {
        said = allowedBy;
        entries = rules.allow();
        for (int at = 0; at < entries.size(); at++) {
            if (entries.get(at).inAlerts().equals(allowedBy)) {
                numbers.add(at);
            }
        }
    }

    /**
     * Returns its number, owner, expiry and reason; where entries differ in none of these but the number, all numbers
     * that it may be. What stands in no list, since the rules changed within the range, is told as the alert says it.
     */
    String inWords() {
        if (numbers.isEmpty()) {
            return "an allow-list entry, " + said;
        }
        AllowEntry entry = entries.get(numbers.getFirst());
        return "allow-list entry " + numbers.stream().map(at -> "#" + (at + 1)).collect(joining(" or ")) + ", owner "
                + entry.owner() + ", expires " + entry.expires() + ": " + entry.reason();
    }

    /** Returns whether rules hold, word for word, an entry that it may be. */
    boolean isIn(Rules rules) {
        return numbers.stream().map(entries::get).anyMatch(rules.allow()::contains);
    }
}
