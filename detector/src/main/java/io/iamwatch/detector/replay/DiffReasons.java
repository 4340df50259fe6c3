package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.Rule;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** Why rules do not give an alert that other rules give, or give it in another way. */
final class DiffReasons {

    private final Rules without;
    private final Rules with;
    private final Collection<ReplayedAlert> instead;

    /**
     * Creates them.
     *
     * @param without the rules that do not give the alert
     * @param with the rules that do
     * @param instead what stands by the rules that do not
     */
    DiffReasons(Rules without, Rules with, Collection<ReplayedAlert> instead) {
        this.without = without;
        this.with = with;
        this.instead = instead;
    }

    /** Returns why there is no such alert by the rules without it. */
    String ofAbsence(ReplayedAlert alert) {
        Optional<RuleId> id = Arrays.stream(RuleId.values()).filter(rule -> rule.id().equals(alert.rule()))
                .findFirst();
        if (id.isEmpty()) {
            return "there is no rule " + alert.rule();
        }
        Rule rule = without.rule(id.get());
        if (!rule.enabled()) {
            return alert.rule() + " is off there";
        }
        return ofWindow(alert, rule).or(() -> ofThreshold(alert, rule, with.rule(id.get())))
                .or(() -> ofOtherWindow(id.get(), rule, with.rule(id.get())))
                .orElseGet(() -> toldInstead(alert, "").orElse("follows from another change of the rules"));
    }

    private Optional<String> ofWindow(ReplayedAlert alert, Rule rule) {
        return missed(alert, rule).map(ended -> toldInstead(alert, ended + "; ").orElse(ended));
    }

    private static Optional<String> missed(ReplayedAlert alert, Rule rule) {
        Long reach = alert.times().reach();
        if (rule.window() == null || reach == null || reach <= rule.window().toMillis()) {
            return Optional.empty();
        }
        String missing = DurationWords.of(Duration.ofMillis(reach).minus(rule.window()));
        String window = "the window of " + DurationWords.of(rule.window());
        return Optional.of(switch (alert.rule()) {
            case "denied-iam-attempts" -> window + " is " + missing + " shorter than the attempts took";
            case "new-admin-contained" -> window + " ended " + missing + " before the first measure";
            case "new-admin-active" -> window + " ended " + missing + " before the first call";
            default -> window + " ended " + missing + " before the grant";
        });
    }

    private String ofRule(ReplayedAlert was, ReplayedAlert is) {
        String told = is.rule() + " tells it instead of " + was.rule();
        return ended(was, with.rule(RuleId.NEW_ADMIN_USER)).or(() -> ended(is, without.rule(RuleId.NEW_ADMIN_USER))
                .map(ended -> "before, " + ended)).map(ended -> ended + "; " + told).orElse(told);
    }

    private static Optional<String> ended(ReplayedAlert alert, Rule rule) {
        Long age = alert.times().age();
        return rule.window() == null || age == null || age <= rule.window().toMillis()
                ? Optional.empty()
                : Optional.of("the window of " + DurationWords.of(rule.window()) + " ended "
                        + DurationWords.of(Duration.ofMillis(age).minus(rule.window())) + " before the grant");
    }

    private static Optional<String> ofThreshold(ReplayedAlert alert, Rule without, Rule with) {
        return without.threshold() == null || without.threshold() <= with.threshold()
                ? Optional.empty()
                : Optional.of("fewer than " + without.threshold() + " times within the window; "
                        + with.threshold() + " are enough for " + alert.rule() + " on the other side");
    }

    private static Optional<String> ofOtherWindow(RuleId id, Rule without, Rule with) {
        return without.window() == null || without.window().equals(with.window())
                ? Optional.empty()
                : Optional.of(id.id() + " has a window of " + DurationWords.of(without.window()) + " there, "
                        + DurationWords.of(with.window()) + " on the other side");
    }

    private Optional<String> toldInstead(ReplayedAlert alert, String before) {
        return instead.stream().filter(other -> other.target().account().equals(alert.target().account())
                && other.target().name().equals(alert.target().name())
                && other.target().type().equals(alert.target().type())
                && alert.times().administrator() != null
                && alert.times().administrator().equals(other.times().administrator()))
                .map(other -> before + other.rule() + " tells it there").sorted().findFirst();
    }

    /**
     * Returns why the same alert reads otherwise.
     *
     * @param was as it stands by the rules without
     * @param is as it stands by the rules with
     */
    String ofChange(ReplayedAlert was, ReplayedAlert is) {
        if (!was.rule().equals(is.rule())) {
            return ofRule(was, is);
        }
        if (!Objects.equals(was.allowedBy(), is.allowedBy())) {
            return ofEntry(was, is);
        }
        if (was.severity() != is.severity()) {
            return "severity " + was.severity().caption() + " became " + is.severity().caption()
                    + (is.allowedBy() == null ? "" : ", by " + new Answered(is.allowedBy(), with).inWords());
        }
        return was.target().grade().equals(is.target().grade())
                ? "is told otherwise"
                : "grade " + was.target().grade() + " became " + is.target().grade();
    }

    private String ofEntry(ReplayedAlert was, ReplayedAlert is) {
        if (is.allowedBy() == null) {
            Answered before = new Answered(was.allowedBy(), without);
            String why = before.isIn(with) ? "it is there, and does not fit any more" : "it is not there any more";
            return "no longer covered by " + before.inWords() + "; " + why;
        }
        String now = "covered by " + new Answered(is.allowedBy(), with).inWords();
        return was.allowedBy() == null
                ? now
                : now + "; before, by " + new Answered(was.allowedBy(), without).inWords();
    }
}
