package io.iamwatch.detector.rules;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.iam.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Rules as a judgement asks them. Most events ask them little: what was asked and answered can be kept, and then
 * other rules that answer all of it the same are known to come to the same, without judging anew. It belongs to one
 * thread.
 */
public final class AskedRules {

    private final Rules rules;
    private final List<Predicate<Rules>> answered;

    private AskedRules(Rules rules, List<Predicate<Rules>> answered) {
        this.rules = rules;
        this.answered = answered;
    }

    /** Returns rules that keep nothing of what they are asked. */
    public static AskedRules of(Rules rules) {
        return new AskedRules(rules, null);
    }

    /** Returns rules that keep what they are asked until they are told to forget it. */
    public static AskedRules keeping(Rules rules) {
        return new AskedRules(rules, new ArrayList<>());
    }

    /** Returns the rules themselves: what is learnt from them so is not kept. */
    public Rules rules() {
        return rules;
    }

    /** Forgets what was asked. */
    public void forget() {
        if (answered != null) {
            answered.clear();
        }
    }

    /** Returns whether other rules answer everything that was asked in the same way. */
    public boolean wouldAnswerAlike(Rules others) {
        return answered.stream().allMatch(alike -> alike.test(others));
    }

    private <T> T ask(Function<Rules, T> question) {
        T answer = question.apply(rules);
        if (answered != null) {
            answered.add(others -> question.apply(others).equals(answer));
        }
        return answer;
    }

    /** Returns whether a rule is in force. */
    public boolean isEnabled(RuleId rule) {
        return ask(it -> it.rule(rule).enabled());
    }

    /** Returns the window of a rule that has one, in seconds. */
    public long window(RuleId rule) {
        return ask(it -> it.rule(rule).window().toSeconds());
    }

    /** Returns whether a time in seconds is no longer than the window of a rule that has one. */
    public boolean isWithinWindow(RuleId rule, long seconds) {
        return ask(it -> seconds <= it.rule(rule).window().toSeconds());
    }

    /** Returns the threshold of a rule that has one. */
    public int threshold(RuleId rule) {
        return ask(it -> it.rule(rule).threshold());
    }

    /** Returns how bad a rule's strongest case is. */
    public Severity severity(RuleId rule) {
        return ask(it -> it.rule(rule).severity());
    }

    /** Returns how bad one case of a rule is, as {@link Rules#severity}. */
    public Severity severity(RuleId rule, Severity byCase) {
        return ask(it -> it.severity(rule, byCase));
    }

    /** Returns who makes users where that is declared. */
    public Automation automation() {
        return ask(Rules::automation);
    }

    /** Returns the allow entry that covers a finding, as {@link Rules#allows}. */
    public Optional<AllowEntry> allows(RuleId rule, String account, String targetName, Grade grade, long second,
            List<Call> actors) {
        return ask(it -> it.allows(rule, account, targetName, grade, second, actors));
    }

    /** Returns the severity that an allow entry leaves, as {@link Rules#after}. */
    public Severity after(AllowEntry entry, Grade grade, Severity severity) {
        return rules.after(entry, grade, severity);
    }
}
