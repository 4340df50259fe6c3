package io.iamwatch.detector.rules;

import java.util.ArrayList;
import java.util.List;

/** What changes from some rules to others, in plain words. */
public final class RulesChange {

    private RulesChange() {
    }

    /** Returns a sentence for each change; none where both decide alike. They quote the files: hostile text. */
    public static List<String> between(Rules before, Rules after) {
        List<String> changes = new ArrayList<>();
        if (!before.latenessHorizon().equals(after.latenessHorizon())) {
            changes.add("The lateness horizon, " + DurationText.inWords(before.latenessHorizon()) + ", becomes "
                    + DurationText.inWords(after.latenessHorizon()) + ".");
        }
        for (RuleId id : RuleId.values()) {
            List<String> settings = settings(before.rule(id), after.rule(id));
            if (!settings.isEmpty()) {
                changes.add(id.id() + ": " + String.join("; ", settings) + ".");
            }
        }
        automation(before.automation(), after.automation(), changes);
        allow(before.allow(), after.allow(), "goes", changes);
        allow(after.allow(), before.allow(), "comes", changes);
        if (changes.isEmpty() && !before.allow().equals(after.allow())) {
            changes.add("The allow entries stand in another order: the first that fits decides.");
        }
        return changes;
    }

    private static List<String> settings(Rule before, Rule after) {
        List<String> settings = new ArrayList<>();
        if (before.enabled() != after.enabled()) {
            settings.add(after.enabled() ? "is turned on" : "is turned off");
        }
        if (before.severity() != after.severity()) {
            settings.add("severity " + Words.of(before.severity()) + " becomes " + Words.of(after.severity()));
        }
        if (before.window() != null && !before.window().equals(after.window())) {
            settings.add("window " + DurationText.inWords(before.window()) + " becomes "
                    + DurationText.inWords(after.window()));
        }
        if (before.threshold() != null && !before.threshold().equals(after.threshold())) {
            settings.add("threshold " + before.threshold() + " becomes " + after.threshold());
        }
        return settings;
    }

    private static void automation(Automation before, Automation after, List<String> changes) {
        before.principals().stream().filter(principal -> !after.principals().contains(principal))
                .forEach(principal -> changes.add("The automation is no longer " + principal.inWords() + "."));
        after.principals().stream().filter(principal -> !before.principals().contains(principal))
                .forEach(principal -> changes.add("The automation is " + principal.inWords() + " too."));
    }

    private static void allow(List<AllowEntry> some, List<AllowEntry> others, String word, List<String> changes) {
        for (int i = 0; i < some.size(); i++) {
            if (!others.contains(some.get(i))) {
                changes.add("This " + word + ": " + Explanation.entry(i + 1, some.get(i)));
            }
        }
    }
}
