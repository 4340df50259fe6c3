package io.iamwatch.detector.rules;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Optional;

/** The canonical text of rules: every setting, in one order, in one spelling. */
final class RulesText {

    private RulesText() {
    }

    static String of(Rules rules) {
        StringBuilder text = new StringBuilder();
        horizon(text, rules);
        automation(text, rules.automation());
        text.append("rules:\n");
        rules.rules().forEach((id, rule) -> rule(text, id, rule));
        allow(text, rules, Optional.empty());
        return text.toString();
    }

    /** Only what touches one rule. */
    static String of(Rules rules, RuleId id) {
        StringBuilder text = new StringBuilder();
        horizon(text, rules);
        if (id == RuleId.USER_CREATED_OUTSIDE_AUTOMATION) {
            automation(text, rules.automation());
        }
        text.append("rules:\n");
        rule(text, id, rules.rule(id));
        boolean aboutAdministrators = id == RuleId.NEW_ADMIN_CONTAINED || id == RuleId.NEW_ADMIN_ACTIVE;
        if (id == RuleId.ADMIN_GRANTED || aboutAdministrators) {
            // Its window decides which of both a finding is.
            rule(text, RuleId.NEW_ADMIN_USER, rules.rule(RuleId.NEW_ADMIN_USER));
        }
        if (aboutAdministrators) {
            // Whom it is about is told by these two.
            rule(text, RuleId.ADMIN_GRANTED, rules.rule(RuleId.ADMIN_GRANTED));
        }
        allow(text, rules, Optional.of(id));
        return text.toString();
    }

    static String of(AllowEntry entry) {
        StringBuilder text = new StringBuilder();
        entry(text, entry);
        return text.toString();
    }

    private static void horizon(StringBuilder text, Rules rules) {
        text.append("latenessHorizon: ").append(DurationText.of(rules.latenessHorizon())).append('\n');
    }

    private static void automation(StringBuilder text, Automation automation) {
        if (automation.isDeclared()) {
            text.append("automation:\n  principals:\n");
            automation.principals().forEach(principal -> principal(text, "    - ", principal));
        }
    }

    private static void rule(StringBuilder text, RuleId id, Rule rule) {
        text.append("  ").append(id.id()).append(":\n");
        line(text, "enabled", String.valueOf(rule.enabled()));
        line(text, "severity", Words.of(rule.severity()));
        if (rule.window() != null) {
            line(text, "window", DurationText.of(rule.window()));
        }
        if (rule.threshold() != null) {
            line(text, "threshold", String.valueOf(rule.threshold()));
        }
    }

    private static void allow(StringBuilder text, Rules rules, Optional<RuleId> only) {
        StringBuilder entries = new StringBuilder();
        for (AllowEntry entry : rules.allow()) {
            if (only.isEmpty() || entry.rules().contains(only.get())) {
                entry(entries, entry);
            }
        }
        text.append(entries.isEmpty() ? "" : "allow:\n").append(entries);
    }

    private static void entry(StringBuilder text, AllowEntry entry) {
        principal(text, "  - ", entry.principal());
        line(text, "rules", entry.coversAllRules() ? "all" : list(entry.rules().stream().map(RuleId::id).toList()));
        line(text, "accounts", entry.accounts().isEmpty() ? "all" : list(entry.accounts()));
        line(text, "target", quoted(entry.target()));
        line(text, "maxGrade", entry.maxGrade().name());
        line(text, "downgradeTo", Words.of(entry.downgradeTo()));
        line(text, "owner", quoted(entry.owner()));
        line(text, "reason", quoted(entry.reason()));
        line(text, "expires", quoted(entry.expires().toString()));
    }

    private static void principal(StringBuilder text, String bullet, Principal principal) {
        String indent = bullet;
        indent = part(text, indent, "sessionIssuerArn", principal.sessionIssuerArn());
        indent = part(text, indent, "principalId", principal.principalId());
        part(text, indent, "invokedBy", principal.invokedBy());
    }

    private static String part(StringBuilder text, String indent, String key, String value) {
        if (value == null) {
            return indent;
        }
        text.append(indent).append(key).append(": ").append(quoted(value)).append('\n');
        return " ".repeat(indent.length());
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("    ").append(key).append(": ").append(value).append('\n');
    }

    private static String list(Collection<String> values) {
        return values.stream().map(RulesText::quoted).collect(joining(", ", "[", "]"));
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(codePoint -> {
            if (codePoint == '"' || codePoint == '\\') {
                text.append('\\').appendCodePoint(codePoint);
            } else if ((codePoint >= ' ' && codePoint <= '~') || Character.isLetterOrDigit(codePoint)) {
                text.appendCodePoint(codePoint);
            } else {
                text.append(codePoint < 0x10000
                        ? String.format("\\u%04x", codePoint)
                        : String.format("\\U%08x", codePoint));
            }
        });
        return text.append('"').toString();
    }
}
