package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Principal;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {

    @Test
    void everyCombinationIsTried() throws Exception {
        List<Variant> variants = Sweep.variants(Rules.DEFAULT,
                List.of(Sweep.of("window=1h, 1d"), Sweep.of("denied-iam-attempts.threshold=3,5,9")));
        assertThat(variants).hasSize(6);
        assertThat(variants.getFirst().name()).isEqualTo("window=1h denied-iam-attempts.threshold=3");
        assertThat(variants.getLast().rules().rule(RuleId.DENIED_IAM_ATTEMPTS).threshold()).isEqualTo(9);
        assertThat(variants.getLast().rules().rule(RuleId.NEW_ADMIN_USER).window()).hasDays(1);
        assertThat(Sweep.variants(Rules.DEFAULT, List.of())).isEmpty();
    }

    /** What is allowed for other rules stays when one rule's list is tried. */
    @Test
    void listsOfWhatIsAllowedAreTried() throws Exception {
        AllowEntry old = entry("old", RuleId.NEW_ADMIN_USER, RuleId.ADMIN_GRANTED);
        AllowEntry tried = entry("tried", RuleId.NEW_ADMIN_USER, RuleId.SELF_ESCALATION);
        Rules rules = new Rules(Rules.DEFAULT.latenessHorizon(), Rules.DEFAULT.rules(), Rules.DEFAULT.automation(),
                List.of(old));
        assertThat(allowed(rules, "allow")).containsExactly(tried);
        assertThat(allowed(rules, "new-admin-user.allow")).containsExactly(entry("tried", RuleId.NEW_ADMIN_USER),
                entry("old", RuleId.ADMIN_GRANTED));
        assertThat(allowed(rules, "audit-trail-tampering.allow")).containsExactly(old);
        assertThat(Sweep.of("allow=a.yaml,b.yaml").isOfFiles()).isTrue();
        assertThat(Sweep.of("new-admin-user.enabled=true").isOfFiles()).isFalse();
        assertThatThrownBy(() -> allowed(rules, "new-admin-usr.allow"))
                .hasMessageContaining("is new-admin-user meant?");
    }

    private static List<AllowEntry> allowed(Rules rules, String key) throws Sweep.RefusedException {
        Sweep sweep = Sweep.of(key + "=f")
                .with(Map.of("f", List.of(entry("tried", RuleId.NEW_ADMIN_USER, RuleId.SELF_ESCALATION))));
        return Sweep.variants(rules, List.of(sweep)).getFirst().rules().allow();
    }

    private static AllowEntry entry(String owner, RuleId first, RuleId... more) {
        return new AllowEntry(new Principal(null, "AROAEXAMPLEEXAMPLE", null), EnumSet.of(first, more), Set.of(), "*",
                Grade.FULL_ADMIN, Severity.LOW, owner, "known", LocalDate.of(2026, 12, 31));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"window; is no sweep", "=1h; is no sweep", "window=1h,; is no sweep",
            "window=91d; must be 0s to 90d", "latenessHorizon=1s; must be 1m to 30d",
            "denied-iam-attempts.threshold=0; must be 1 to 1000", "admin-granted.window=1h; has no window",
            "admin-granted.severity=severe; must be informational, low, medium, high, critical",
            "admin-grant.enabled=true; is admin-granted meant?", "x=1; is no setting",
            "user-created-outside-automation.enabled=true; before automation.principals"})
    void whatCannotBeIsRefused(String sweep, String why) {
        assertThatThrownBy(() -> Sweep.variants(Rules.DEFAULT, List.of(Sweep.of(sweep))))
                .isInstanceOf(Sweep.RefusedException.class).hasMessageContaining(why);
    }

    @Test
    void thereIsAnEnd() {
        String values = "3" + ",3".repeat(20);
        assertThatThrownBy(() -> Sweep.variants(Rules.DEFAULT, List.of(
                Sweep.of("denied-iam-attempts.threshold=" + values), Sweep.of("window=1h" + ",1h".repeat(20)))))
                .hasMessageContaining("more than 200 variants");
    }
}
