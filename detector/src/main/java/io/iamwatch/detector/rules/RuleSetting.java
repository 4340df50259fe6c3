package io.iamwatch.detector.rules;

import io.iamwatch.contracts.finding.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes one setting of the rules, named as a rules file names it: {@code new-admin-user.window}. */
public final class RuleSetting {

    /** The setting that is swept most often; it may be named without its rule. */
    private static final String WINDOW = "window";

    private static final String HORIZON = "latenessHorizon";

    private static final String ALLOW = "allow";

    private RuleSetting() {
    }

    /** What a change came to. */
    public sealed interface Applied {

        /** The rules with the change. */
        record Changed(Rules rules) implements Applied {
        }

        /**
         * There is no such setting, or it cannot be set so.
         *
         * @param message what is wrong and what would be right, for people
         */
        record Refused(String message) implements Applied {
        }
    }

    /**
     * Changes a setting.
     *
     * @param key {@code latenessHorizon}, {@code RULE.enabled}, {@code RULE.severity}, {@code RULE.window},
     *     {@code RULE.threshold}; {@code window} is that of {@code new-admin-user}
     * @param value as a rules file writes it
     */
    public static Applied apply(Rules rules, String key, String value) {
        if (key.equals(HORIZON)) {
            return horizon(rules, value);
        }
        String full = key.equals(WINDOW) ? RuleId.NEW_ADMIN_USER.id() + "." + WINDOW : key;
        RuleId id = rule(full);
        return id == null ? unknown(full) : setting(rules, id, full.substring(full.lastIndexOf('.') + 1), value);
    }

    /**
     * Returns where a value lies on the scale of its setting: seconds of a window or of the horizon, how many of a
     * threshold; empty where the setting has no scale, or the value is none of it.
     */
    public static OptionalDouble place(String key, String value) {
        if (key.equals(HORIZON) || key.equals(WINDOW) || key.endsWith("." + WINDOW)) {
            return DurationText.parse(value).stream().mapToDouble(Duration::toSeconds).findFirst();
        }
        return key.endsWith(".threshold") && value.matches("[0-9]{1,9}")
                ? OptionalDouble.of(Integer.parseInt(value))
                : OptionalDouble.empty();
    }

    /** Returns whether a setting is a list of entries that allow, which {@link #allow} changes. */
    public static boolean isAllow(String key) {
        return key.equals(ALLOW) || key.endsWith("." + ALLOW);
    }

    /**
     * Puts other entries that allow in the place of those that there are.
     *
     * @param key {@code allow} for all of them; {@code RULE.allow} for what they say of one rule: what is said of
     *     others stays, and entries count as far as they name that rule
     * @param entries in the order of their file
     */
    public static Applied allow(Rules rules, String key, List<AllowEntry> entries) {
        RuleId id = rule(key);
        if (id == null && !key.equals(ALLOW)) {
            return unknown(key);
        }
        List<AllowEntry> allow = new ArrayList<>();
        if (id == null) {
            allow.addAll(entries);
        } else {
            entries.stream().filter(entry -> entry.rules().contains(id))
                    .forEach(entry -> allow.add(entry.ofRules(Set.of(id))));
            rules.allow().forEach(entry -> without(entry, id).ifPresent(allow::add));
        }
        return allow.size() > Rules.MAX_ALLOW
                ? new Applied.Refused(
                        key + " comes to " + allow.size() + " entries; " + Rules.MAX_ALLOW + " are the most")
                : new Applied.Changed(new Rules(rules.latenessHorizon(), rules.rules(), rules.automation(), allow));
    }

    private static Optional<AllowEntry> without(AllowEntry entry, RuleId id) {
        Set<RuleId> others = EnumSet.copyOf(entry.rules());
        others.remove(id);
        return others.isEmpty() ? Optional.empty() : Optional.of(entry.ofRules(others));
    }

    /** Returns null where a setting is of no rule. */
    private static RuleId rule(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? null : Words.RULES.get(key.substring(0, dot));
    }

    private static Applied unknown(String key) {
        int dot = key.lastIndexOf('.');
        return new Applied.Refused(key + " is no setting; " + HORIZON + ", window, allow, or one of a rule is, as in "
                + "denied-iam-attempts.threshold" + nearest(dot < 0 ? key : key.substring(0, dot)));
    }

    private static String nearest(String given) {
        return Words.nearest(given, Words.RULES.keySet()).map(word -> "; is " + word + " meant?").orElse("");
    }

    private static Applied horizon(Rules rules, String value) {
        Optional<Duration> horizon = DurationText.parse(value).filter(DurationBounds.HORIZON::contain);
        return horizon.isPresent()
                ? new Applied.Changed(new Rules(horizon.get(), rules.rules(), rules.automation(), rules.allow()))
                : new Applied.Refused(HORIZON + "=" + value + " must be " + DurationBounds.HORIZON + ", as in 90m");
    }

    private static Applied setting(Rules rules, RuleId id, String name, String value) {
        RuleProfile profile = RuleProfile.of(id);
        List<String> known = new ArrayList<>(List.of("enabled", "severity"));
        known.addAll(profile.hasWindow() ? List.of(WINDOW) : List.of());
        known.addAll(profile.hasThreshold() ? List.of("threshold") : List.of());
        if (!known.contains(name)) {
            return new Applied.Refused(id.id() + " has no " + name + "; it has " + String.join(", ", known) + ", "
                    + ALLOW);
        }
        Optional<UnaryOperator<Rule>> change = switch (name) {
            case "enabled" -> enabled(value);
            case "severity" -> severity(value);
            case WINDOW -> window(value);
            default -> threshold(value);
        };
        if (change.isEmpty()) {
            return new Applied.Refused(id.id() + "." + name + "=" + value + " must be " + allowed(name));
        }
        Map<RuleId, Rule> changed = new EnumMap<>(rules.rules());
        changed.computeIfPresent(id, (same, rule) -> change.get().apply(rule));
        return id == RuleId.USER_CREATED_OUTSIDE_AUTOMATION && changed.get(id).enabled()
                && !rules.automation().isDeclared()
                        ? new Applied.Refused(id.id() + " cannot be on before automation.principals says who the "
                                + "automation is")
                        : new Applied.Changed(new Rules(rules.latenessHorizon(), changed, rules.automation(),
                                rules.allow()));
    }

    private static String allowed(String name) {
        return switch (name) {
            case "enabled" -> "true or false";
            case "severity" -> String.join(", ", Words.SEVERITIES.keySet());
            case WINDOW -> DurationBounds.WINDOW + ", as in 90m";
            default -> "1 to " + Rule.MAX_THRESHOLD;
        };
    }

    private static Optional<UnaryOperator<Rule>> enabled(String value) {
        return value.equals("true") || value.equals("false")
                ? Optional.of(rule -> new Rule(value.equals("true"), rule.severity(), rule.window(), rule.threshold()))
                : Optional.empty();
    }

    private static Optional<UnaryOperator<Rule>> severity(String value) {
        Severity severity = Words.SEVERITIES.get(value);
        return severity == null
                ? Optional.empty()
                : Optional.of(rule -> new Rule(rule.enabled(), severity, rule.window(), rule.threshold()));
    }

    private static Optional<UnaryOperator<Rule>> window(String value) {
        return DurationText.parse(value).filter(DurationBounds.WINDOW::contain)
                .map(window -> rule -> new Rule(rule.enabled(), rule.severity(), window, rule.threshold()));
    }

    private static Optional<UnaryOperator<Rule>> threshold(String value) {
        if (!value.matches("[1-9][0-9]{0,3}") || Integer.parseInt(value) > Rule.MAX_THRESHOLD) {
            return Optional.empty();
        }
        return Optional.of(rule -> new Rule(rule.enabled(), rule.severity(), rule.window(), Integer.valueOf(value)));
    }
}
