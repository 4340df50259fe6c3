package io.iamwatch.detector.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RulesTextTest {

    private static final int RUNS = 2000;

    @Test
    void rulesReadBackEqual() {
        long seed = Long.getLong("iamwatch.seed", new Random().nextLong());
        System.out.println("RulesTextTest seed " + seed + " (-Diamwatch.seed=" + seed + ")");
        RandomRules rules = new RandomRules(new Random(seed));
        for (int run = 0; run < RUNS; run++) {
            Rules written = rules.next();
            assertThat(RulesReader.read(written.toYaml())).as("seed %d run %d%n%s", seed, run, written.toYaml())
                    .isEqualTo(new Reading.Valid(written));
        }
    }

    @Test
    void theDefaultInItsCanonicalText() {
        assertThat(Rules.DEFAULT.toYaml()).isEqualTo("""
                latenessHorizon: 7d
                rules:
                  new-admin-user:
                    enabled: true
                    severity: critical
                    window: 7d
                  admin-granted:
                    enabled: true
                    severity: high
                  self-escalation:
                    enabled: true
                    severity: high
                  unresolved-grant:
                    enabled: true
                    severity: high
                  indirect-admin-path:
                    enabled: true
                    severity: low
                  user-created-outside-automation:
                    enabled: false
                    severity: medium
                  credential-for-other-user:
                    enabled: true
                    severity: high
                  denied-iam-attempts:
                    enabled: true
                    severity: medium
                    window: 3h
                    threshold: 5
                  identity-center-grant:
                    enabled: true
                    severity: medium
                  audit-trail-tampering:
                    enabled: true
                    severity: high
                    window: 1d
                  new-admin-contained:
                    enabled: true
                    severity: medium
                    window: 7d
                  new-admin-active:
                    enabled: true
                    severity: low
                    window: 7d
                """);
    }

    @Test
    void hashesChangeWithWhatTouchesThemAndWithNothingElse() {
        Rules rules = rules("""
                rules: {self-escalation: {severity: low}, new-admin-user: {window: 1d}}
                allow:
                - {principalId: AIDAEXAMPLEEXAMPLE123, rules: [unresolved-grant], owner: a, reason: b,
                   expires: 2027-01-01}
                """);
        assertThat(rules.hash()).hasSize(64).isNotEqualTo(Rules.DEFAULT.hash());
        assertThat(rules.hash("policies-1")).isNotEqualTo(rules.hash("policies-2"));
        for (RuleId rule : RuleId.values()) {
            boolean touched = switch (rule) {
                case SELF_ESCALATION, NEW_ADMIN_USER, ADMIN_GRANTED, UNRESOLVED_GRANT, NEW_ADMIN_CONTAINED,
                        NEW_ADMIN_ACTIVE ->
                    true;
                default -> false;
            };
            assertThat(!rules.hash(rule).equals(Rules.DEFAULT.hash(rule))).as(rule.id()).isEqualTo(touched);
        }
        Rules patient = rules("latenessHorizon: 8d");
        for (RuleId rule : RuleId.values()) {
            assertThat(patient.hash(rule)).isNotEqualTo(Rules.DEFAULT.hash(rule));
        }
    }

    private static Rules rules(String yaml) {
        return ((Reading.Valid) RulesReader.read(yaml)).rules();
    }
}
