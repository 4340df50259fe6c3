package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.util.List;
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
