package io.iamwatch.detector.rules;

import static java.util.stream.Collectors.toMap;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.iam.Grade;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules in force: all of what {@code rules.yaml} says, and the defaults for what it leaves out.
 *
 * @param latenessHorizon how much older than its account's clock an event may be and still be judged as if it had
 *     come in time; whole seconds
 * @param rules every rule, in the order of {@link RuleId}
 * @param allow in the order of the file: the first entry that fits decides
 */
public record Rules(Duration latenessHorizon, Map<RuleId, Rule> rules, Automation automation, List<AllowEntry> allow) {

    /** Changes whenever the same events under the same rules may give other alerts. */
    public static final String ENGINE = "engine-14";

    /** What holds unless a file says otherwise. */
    public static final Rules DEFAULT = new Rules(Duration.ofDays(7), Arrays.stream(RuleId.values())
            .collect(toMap(rule -> rule, rule -> RuleProfile.of(rule).defaults())), Automation.NONE, List.of());

    static final int MAX_ALLOW = 1000;

    /** Keeps copies; refuses what no file could say. */
    public Rules {
        DurationBounds.HORIZON.require("lateness horizon", latenessHorizon);
        Map<RuleId, Rule> copy = new EnumMap<>(RuleId.class);
        for (RuleId id : RuleId.values()) {
            copy.put(id, requireComplete(id, rules.get(id)));
        }
        rules = Collections.unmodifiableMap(copy);
        allow = List.copyOf(allow);
        if (rules.get(RuleId.USER_CREATED_OUTSIDE_AUTOMATION).enabled() && !automation.isDeclared()) {
            throw new IllegalArgumentException("user-created-outside-automation needs a declared automation");
        }
        if (allow.size() > MAX_ALLOW) {
            throw new IllegalArgumentException(allow.size() + " allow entries are more than " + MAX_ALLOW);
        }
    }

    private static Rule requireComplete(RuleId id, Rule rule) {
        RuleProfile profile = RuleProfile.of(id);
        if (rule == null || (rule.window() != null) != profile.hasWindow()
                || (rule.threshold() != null) != profile.hasThreshold()) {
            throw new IllegalArgumentException(id.id() + " cannot be set to " + rule);
        }
        return rule;
    }

    /** Returns how a rule is set. */
    public Rule rule(RuleId rule) {
        return rules.get(rule);
    }

    /**
     * Returns the severity of one case of a rule. What the file says is the severity of the rule's strongest case; a
     * weaker case keeps its own unless that is above it.
     *
     * @param byCase what the case has by default
     */
    public Severity severity(RuleId rule, Severity byCase) {
        Severity set = rule(rule).severity();
        boolean strongest = byCase.compareTo(RuleProfile.of(rule).defaults().severity()) >= 0;
        return strongest || byCase.compareTo(set) > 0 ? set : byCase;
    }

    /**
     * Returns the first allow entry that covers a finding and names every one of its actors.
     *
     * @param account the finding's
     * @param targetName null where it is not known; only {@code *} covers that
     * @param second event time of the finding, seconds since 1970: an entry's expiry is held against it, so that a
     *     replay decides as the live detector did
     * @param actors who made the calls that caused it; nobody is allowed where nobody is known
     */
    public Optional<AllowEntry> allows(RuleId rule, String account, String targetName, Grade grade, long second,
            List<Call> actors) {
        return allow.stream()
                .filter(entry -> entry.covers(rule, account, targetName, grade, second) && entry.namesAll(actors))
                .findFirst();
    }

    /**
     * Returns the severity that an allow entry leaves. Never more than before, and never below low for
     * {@link Grade#FULL_ADMIN} or what may be that, unless it was below.
     */
    public Severity after(AllowEntry entry, Grade grade, Severity severity) {
        return entry.after(grade, severity);
    }

    /** Returns the hash of one rule with all settings that touch it. */
    public String hash(RuleId rule) {
        return Sha256.ofParts(ENGINE, RulesText.of(this, rule));
    }

    /** Returns the hash of all rules with their settings. */
    public String hash() {
        return Sha256.ofParts(ENGINE, toYaml());
    }

    /** Returns the hash of all rules together with what grades AWS's own policies. */
    public String hash(String policyTable) {
        return Sha256.ofParts(ENGINE, policyTable, toYaml());
    }

    /** Returns the canonical text, which reads back equal: equal rules have equal texts. */
    public String toYaml() {
        return RulesText.of(this);
    }
}
