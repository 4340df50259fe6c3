package io.iamwatch.detector.replay;

import static io.iamwatch.detector.replay.ReplayedAlerts.aged;
import static io.iamwatch.detector.replay.ReplayedAlerts.alert;
import static io.iamwatch.detector.replay.ReplayedAlerts.closed;
import static io.iamwatch.detector.replay.ReplayedAlerts.reaching;
import static io.iamwatch.detector.replay.ReplayedAlerts.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Principal;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.RuleSetting;
import io.iamwatch.detector.rules.Rules;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertDiffTest {

    @Test
    void whatIsTheSameIsNotTold() {
        AlertDiff diff = AlertDiff.of(List.of(standing("a"), closed("b")), Rules.DEFAULT, List.of(standing("a")),
                Rules.DEFAULT);
        assertThat(diff).isEqualTo(new AlertDiff(List.of(), List.of(), List.of()));
    }

    @Test
    void aRuleThatIsOff() {
        assertThat(reasons(List.of(standing("a")), List.of(), with("new-admin-user.enabled", "false")).removed())
                .extracting(AlertDiff.Entry::reason).containsExactly("new-admin-user is off there");
    }

    @Test
    void aWindowThatEndedBefore() {
        assertThat(reasons(List.of(aged("a", "new-admin-user", 3642)), List.of(aged("a", "admin-granted", 3642)),
                with("window", "1h")).changed()).extracting(AlertDiff.Entry::reason)
                .containsExactly("the window of 1 h ended 42 s before the grant; admin-granted tells it "
                        + "instead of new-admin-user");
        assertThat(reasons(List.of(aged("a", "new-admin-user", 3642)), List.of(), with("window", "1h")).removed())
                .extracting(AlertDiff.Entry::reason)
                .containsExactly("the window of 1 h ended 42 s before the grant");
    }

    @Test
    void aThresholdThatWasNotReached() {
        var attempts = alert("a", "denied-iam-attempts", Severity.MEDIUM, true, 0, null);
        assertThat(reasons(List.of(attempts), List.of(), with("denied-iam-attempts.threshold", "9")).removed())
                .extracting(AlertDiff.Entry::reason)
                .containsExactly("fewer than 9 times within the window; 5 are enough for denied-iam-attempts on the "
                        + "other side");
    }

    @Test
    void anEntryThatCovers() {
        assertThat(reasons(List.of(standing("a")), List.of(allowed("a", "ann: known (until 2026-12-31)")),
                allowing(entry("bob", "other"), entry("ann", "known"))).changed())
                .extracting(AlertDiff.Entry::reason)
                .containsExactly("covered by allow-list entry #2, owner ann, expires 2026-12-31: known");
    }

    @Test
    void oneOfEntriesThatSayTheSame() {
        assertThat(reasons(List.of(standing("a")), List.of(allowed("a", "ann: known (until 2026-12-31)")),
                allowing(entry("ann", "known"), entry("bob", "other"), entry("ann", "known"))).changed())
                .extracting(AlertDiff.Entry::reason)
                .containsExactly("covered by allow-list entry #1 or #3, owner ann, expires 2026-12-31: known");
    }

    @Test
    void anEntryThatIsGoneOrAnother() {
        AlertDiff gone = AlertDiff.of(List.of(allowed("a", "ann: known (until 2026-12-31)")),
                allowing(entry("ann", "known")), List.of(standing("a")), Rules.DEFAULT);
        assertThat(gone.changed()).extracting(AlertDiff.Entry::reason)
                .containsExactly("no longer covered by allow-list entry #1, owner ann, expires 2026-12-31: known; "
                        + "it is not there any more");
        AlertDiff another = AlertDiff.of(List.of(allowed("a", "ann: known (until 2026-12-31)")),
                allowing(entry("ann", "known")), List.of(allowed("a", "bob: other (until 2026-12-31)")),
                allowing(entry("bob", "other")));
        assertThat(another.changed()).extracting(AlertDiff.Entry::reason)
                .containsExactly("covered by allow-list entry #1, owner bob, expires 2026-12-31: other; "
                        + "before, by allow-list entry #1, owner ann, expires 2026-12-31: known");
    }

    @Test
    void anEntryOfRulesThatChangedMeanwhile() {
        assertThat(reasons(List.of(standing("a")), List.of(allowed("a", "ann: known (until 2026-12-31)")),
                Rules.DEFAULT).changed()).extracting(AlertDiff.Entry::reason)
                .containsExactly("covered by an allow-list entry, ann: known (until 2026-12-31)");
    }

    private static ReplayedAlert allowed(String uid, String allowedBy) {
        return alert(uid, "new-admin-user", Severity.LOW, true, 0, allowedBy);
    }

    private static AllowEntry entry(String owner, String reason) {
        return new AllowEntry(new Principal(null, "AROAEXAMPLEEXAMPLE", null), EnumSet.allOf(RuleId.class), Set.of(),
                "*", Grade.FULL_ADMIN, Severity.LOW, owner, reason, LocalDate.of(2026, 12, 31));
    }

    private static Rules allowing(AllowEntry... entries) {
        return new Rules(Rules.DEFAULT.latenessHorizon(), Rules.DEFAULT.rules(), Rules.DEFAULT.automation(),
                List.of(entries));
    }

    @Test
    void nearMissesOfBothSides() {
        NearMisses near = NearMisses.of(with("window", "1h"), List.of(aged("in", "new-admin-user", 3590),
                aged("far", "new-admin-user", 60), aged("out", "new-admin-user", 3642)));
        assertThat(near.inside()).extracting(NearMisses.Miss::distance).containsExactly(10_000L);
        assertThat(near.outside()).extracting(NearMisses.Miss::distance).containsExactly(42_000L);
    }

    /** Each rule that has a window, by what its window ends before. */
    @Test
    void nearMissesOfEveryRuleWithAWindow() {
        Rules rules = with("denied-iam-attempts.window", "1h");
        NearMisses near = NearMisses.of(rules, List.of(reaching("a", "denied-iam-attempts", 3642),
                reaching("b", "new-admin-contained", 7 * 86_400 - 5), reaching("c", "new-admin-active", 7 * 86_400 + 9),
                aged("d", "admin-granted", 3642)));
        assertThat(near.inside()).extracting(miss -> miss.alert().uid(), NearMisses.Miss::distance)
                .containsExactly(tuple("b", 5_000L));
        assertThat(near.outside()).extracting(miss -> miss.alert().uid(), NearMisses.Miss::distance)
                .containsExactly(tuple("a", 42_000L), tuple("c", 9_000L));
        Rules farther = NearMisses.farther(rules);
        assertThat(farther.rule(RuleId.DENIED_IAM_ATTEMPTS).window()).hasHours(2);
        assertThat(farther.rule(RuleId.DENIED_IAM_ATTEMPTS).threshold()).isEqualTo(5);
        assertThat(farther.rule(RuleId.AUDIT_TRAIL_TAMPERING).window()).hasHours(24);
        assertThat(NearMisses.farther(with("new-admin-active.window", "60d")).rule(RuleId.NEW_ADMIN_ACTIVE).window())
                .hasDays(90);
    }

    @Test
    void windowsOfOtherRulesThatEndedBefore() {
        assertThat(Stream.of("denied-iam-attempts", "new-admin-contained", "new-admin-active")
                .map(rule -> reasons(List.of(reaching("a", rule, 3642)), List.of(), with(rule + ".window", "1h"))
                        .removed().getFirst().reason()))
                .containsExactly("the window of 1 h is 42 s shorter than the attempts took",
                        "the window of 1 h ended 42 s before the first measure",
                        "the window of 1 h ended 42 s before the first call");
    }

    private static AlertDiff reasons(List<ReplayedAlert> base, List<ReplayedAlert> variant, Rules rules) {
        return AlertDiff.of(base, Rules.DEFAULT, variant, rules);
    }

    private static Rules with(String key, String value) {
        return ((RuleSetting.Applied.Changed) RuleSetting.apply(Rules.DEFAULT, key, value)).rules();
    }
}
