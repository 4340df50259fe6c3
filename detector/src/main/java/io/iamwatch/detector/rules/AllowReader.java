package io.iamwatch.detector.rules;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one entry of the allow-list. */
final class AllowReader {

    private static final Set<String> KEYS = RulesReader.keys("sessionIssuerArn", "principalId", "invokedBy", "rules",
            "accounts", "target", "maxGrade", "downgradeTo", "owner", "reason", "expires");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private AllowReader() {
    }

    static Optional<AllowEntry> read(YamlNode node, String what, Problems problems) {
        return Section.open(node, what, KEYS, PrincipalReader::refusal, problems)
                .flatMap(section -> read(section, what));
    }

    private static Optional<AllowEntry> read(Section section, String what) {
        Optional<Principal> principal = PrincipalReader.read(section, what);
        Set<RuleId> rules = section.choicesOrAll("rules", Words.RULES).map(AllowReader::ids)
                .orElseGet(() -> EnumSet.allOf(RuleId.class));
        List<String> accounts = section.checkedListOrAll("accounts", AllowEntry::flawOfAccount).orElse(List.of());
        String target = section.checked("target", AllowEntry::flawOfTarget).orElse(AllowEntry.ANY_TARGET);
        var grade = section.choice("maxGrade", Words.GRADES).orElse(AllowEntry.DEFAULT_MAX_GRADE);
        var severity = section.choice("downgradeTo", Words.SEVERITIES).orElse(AllowEntry.DEFAULT_DOWNGRADE);
        Optional<String> owner = required(section, "owner", "say who answers for this entry",
                AllowEntry::flawOfText);
        Optional<String> reason = required(section, "reason", "say why this is allowed", AllowEntry::flawOfText);
        Optional<String> expires = required(section, "expires", "say until which day it holds, as in 2027-03-31",
                AllowReader::flawOfDate);
        if (principal.isEmpty() || owner.isEmpty() || reason.isEmpty() || expires.isEmpty() || rules.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AllowEntry(principal.get(), rules, new TreeSet<>(accounts), target, grade, severity,
                owner.get(), reason.get(), LocalDate.parse(expires.get())));
    }

    private static Optional<String> required(Section section, String key, String why,
            Function<String, Optional<String>> flaw) {
        section.requireKey(key, why);
        return section.checked(key, flaw);
    }

    private static Set<RuleId> ids(List<String> words) {
        Set<RuleId> ids = EnumSet.noneOf(RuleId.class);
        words.forEach(word -> ids.add(Words.RULES.get(word)));
        return ids;
    }

    private static Optional<String> flawOfDate(String text) {
        Optional<String> flaw = Optional.of("is no date, as in 2027-03-31");
        if (text.length() != 10 || !DATE.matcher(text).matches()) {
            return flaw;
        }
        try {
            LocalDate.parse(text);
            return Optional.empty();
        } catch (DateTimeParseException noSuchDay) {
            return flaw;
        }
    }
}
