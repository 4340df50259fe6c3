package io.iamwatch.detector.rules;

import static java.util.stream.Collectors.joining;

import io.iamwatch.detector.iam.Grade;
import java.util.ArrayList;
import java.util.List;

/** The rules in force in plain words. */
public final class Explanation {

    private Explanation() {
    }

    /**
     * Returns paragraphs: one for time, one for each rule, one for each allow entry. They quote the file, and so are
     * hostile text.
     */
    public static List<String> of(Rules rules) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("Time is the time of events. An event that comes up to "
                + DurationText.inWords(rules.latenessHorizon()) + " late is judged as if it had come in time; one that "
                + "comes later is still applied where what is remembered permits, and marked late.");
        rules.rules().forEach((id, rule) -> paragraphs.add(rule(rules, id, rule)));
        int number = 0;
        for (AllowEntry entry : rules.allow()) {
            paragraphs.add(entry(++number, entry));
        }
        if (number == 0) {
            paragraphs.add("Nobody is allowed anything: the allow-list is empty.");
        }
        return paragraphs;
    }

    private static String rule(Rules rules, RuleId id, Rule rule) {
        RuleProfile profile = RuleProfile.of(id);
        StringBuilder text = new StringBuilder(id.id()).append(" (").append(id.title()).append("): ")
                .append(rule.enabled() ? "on" : "off").append(". ").append(profile.finds()).append(' ')
                .append(severity(rule, profile));
        if (rule.window() != null) {
            text.append(" Window: ").append(DurationText.inWords(rule.window())).append('.');
        }
        if (rule.threshold() != null) {
            text.append(" Threshold: ").append(rule.threshold()).append('.');
        }
        text.append(id == RuleId.USER_CREATED_OUTSIDE_AUTOMATION ? automation(rules.automation(), rule) : "")
                .append(profile.techniques().isEmpty()
                        ? ""
                        : " MITRE ATT&CK " + String.join(", ", profile.techniques()) + ".");
        return text.append(allowed(rules, id)).toString();
    }

    private static String severity(Rule rule, RuleProfile profile) {
        if (profile.cases().isEmpty()) {
            return "Severity: " + Words.of(rule.severity()) + ".";
        }
        String byCase = "Severity by case: " + profile.cases() + ".";
        int change = rule.severity().compareTo(profile.defaults().severity());
        if (change == 0) {
            return byCase;
        }
        String word = Words.of(rule.severity());
        return byCase + (change > 0
                ? " The file makes " + word + " what is " + Words.of(profile.defaults().severity()) + " there."
                : " The file makes nothing of it more than " + word + ".");
    }

    private static String automation(Automation automation, Rule rule) {
        if (!automation.isDeclared()) {
            return " It stays off until automation.principals says who the automation is.";
        }
        return automation.principals().stream().map(Principal::inWords).collect(joining("; ",
                " The automation" + (rule.enabled() ? "" : ", declared although the rule is off,") + " is: ", "."));
    }

    private static String allowed(Rules rules, RuleId id) {
        List<String> entries = new ArrayList<>();
        for (int at = 0; at < rules.allow().size(); at++) {
            AllowEntry entry = rules.allow().get(at);
            if (entry.rules().contains(id)) {
                entries.add((at + 1) + " until " + entry.expires());
            }
        }
        if (entries.isEmpty()) {
            return "";
        }
        return (entries.size() == 1 ? " Allow entry " : " Allow entries ") + String.join(", ", entries)
                + (entries.size() == 1 ? " weakens it." : " weaken it.");
    }

    static String entry(int number, AllowEntry entry) {
        boolean toFull = entry.maxGrade() == Grade.FULL_ADMIN;
        return "Allow entry " + number + ": what " + entry.principal().inWords() + " did is at most "
                + Words.of(entry.downgradeTo()) + ", not silent, "
                + (entry.coversAllRules()
                        ? "for every rule"
                        : "for " + entry.rules().stream().map(RuleId::id).collect(joining(", ")))
                + (entry.accounts().isEmpty()
                        ? ", in every account"
                        : ", in account " + String.join(", ", entry.accounts()))
                + (entry.target().equals(AllowEntry.ANY_TARGET)
                        ? ", whatever the target's name is"
                        : ", for targets named " + entry.target())
                + ", up to grade " + entry.maxGrade()
                + (toFull
                        ? " (at least low where that, or an unknown grade, is reached)"
                        : " (what is FULL_ADMIN or unknown stays as it is)")
                + ", through " + entry.expires() + " UTC. Owner: " + entry.owner() + ". Reason: " + entry.reason()
                + ".";
    }
}
