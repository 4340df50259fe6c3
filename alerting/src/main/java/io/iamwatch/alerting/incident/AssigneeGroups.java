package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Severity;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which group looks after an incident that nobody was assigned to: that of the rule whose alert tells the story,
 * else that of the severity, else the one for all.
 *
 * @param forAll the group where no other one is named
 */
public record AssigneeGroups(String forAll, Map<Severity, String> bySeverity, Map<String, String> byRule) {

    /** What the configuration says unless told otherwise. */
    public static final AssigneeGroups DEFAULT = new AssigneeGroups("soc", Map.of(), Map.of());

    private static final Pattern NAME = Pattern.compile("[\\w .@/+-]{1,100}");
    private static final Pattern RULE = Pattern.compile("[a-z0-9-]{1,60}");

    /**
     * Reads them as a configuration has them: {@code soc}, {@code critical=on-call},
     * {@code audit-trail-tampering=cloud-platform}.
     *
     * @throws IllegalArgumentException if an entry cannot be understood; the message says which and why
     */
    public static AssigneeGroups parse(List<String> entries) {
        String forAll = null;
        Map<Severity, String> bySeverity = new EnumMap<>(Severity.class);
        Map<String, String> byRule = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String what = entry.substring(0, Math.max(0, equals)).strip();
            String group = entry.substring(equals + 1).strip();
            require(NAME.matcher(group).matches(), entry, "a group is 1 to 100 letters, digits, blanks and _.@/+-");
            Optional<Severity> severity = severity(what);
            String before;
            if (equals < 0) {
                before = forAll;
                forAll = group;
            } else if (severity.isPresent()) {
                before = bySeverity.put(severity.get(), group);
            } else {
                require(RULE.matcher(what).matches(), entry, "before = stands a severity or the id of a rule");
                before = byRule.put(what, group);
            }
            require(before == null, entry, "that is said twice");
        }
        return new AssigneeGroups(forAll == null ? DEFAULT.forAll : forAll, Map.copyOf(bySeverity),
                Map.copyOf(byRule));
    }

    private static Optional<Severity> severity(String word) {
        return Arrays.stream(Severity.values()).filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static void require(boolean holds, String entry, String reason) {
        if (!holds) {
            throw new IllegalArgumentException("\"" + entry + "\": " + reason);
        }
    }

    Ocsf.Group of(String rule, Severity severity) {
        String group = rule == null ? null : byRule.get(rule);
        return new Ocsf.Group(group == null ? bySeverity.getOrDefault(severity, forAll) : group);
    }
}
