package io.iamwatch.detector.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.RulesReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who creates users is declared, and the rule is on. */
class OutsideAutomationTest {

    private static final String AUTOMATION = """
            automation:
              principals:
              - sessionIssuerArn: arn:aws:iam::111111111111:role/ci
            """;
    private static final String ALLOW = """
            allow:
            - sessionIssuerArn: arn:aws:iam::111111111111:role/helpdesk
              rules: [user-created-outside-automation]
              owner: platform
              reason: contractors
              expires: 2026-12-31
            """;

    @Test
    void whoIsCreatedByAnotherIsTold() {
        assertThat(told(AUTOMATION, "10 create eve AIDAEVE by=bob/AIDABOB")).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleId.USER_CREATED_OUTSIDE_AUTOMATION);
            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.target().uniqueId()).isEqualTo("AIDAEVE");
            assertThat(finding.allowedBy()).isNull();
        });
    }

    @Test
    void whoIsCreatedByTheAutomationIsNot() {
        assertThat(told(AUTOMATION, "10 create eve AIDAEVE by=role/ci")).isEmpty();
    }

    @Test
    void aRoleOfThatNameInAnotherAccountIsNotTheAutomation() {
        assertThat(told(AUTOMATION, "10 create eve AIDAEVE account=222222222222 by=role/ci")).hasSize(1);
    }

    @Test
    void whetherItIsAnAdministratorNowIsTold() {
        String created = "10 create eve AIDAEVE by=bob/AIDABOB";
        String granted = "20 attach eve AdministratorAccess";
        assertThat(isStillAdmin(created)).isFalse();
        assertThat(isStillAdmin(created, granted)).isTrue();
        assertThat(isStillAdmin(created, granted, "30 detach eve AdministratorAccess")).isFalse();
    }

    private static boolean isStillAdmin(String... events) {
        return told(AUTOMATION, events).stream()
                .filter(finding -> finding.rule() == RuleId.USER_CREATED_OUTSIDE_AUTOMATION).findFirst().orElseThrow()
                .flags().stillAdmin();
    }

    @Test
    void whatFailedCreatedNobody() {
        assertThat(told(AUTOMATION, "10 create eve AIDAEVE by=bob/AIDABOB error=yes")).isEmpty();
    }

    @Test
    void whomSomebodyAnswersForIsToldMoreQuietlyWithWhoAndWhy() {
        assertThat(told(AUTOMATION + ALLOW, "10 create eve AIDAEVE by=role/helpdesk")).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFORMATIONAL);
                    assertThat(finding.allowedBy()).isEqualTo("platform: contractors (until 2026-12-31)");
                });
    }

    private static List<Finding> told(String rules, String... events) {
        CoreRun run = new CoreRun(((Reading.Valid) RulesReader.read(rules.getBytes(UTF_8))).rules());
        List<String> lines = new ArrayList<>(List.of(events));
        lines.add("expect nothing");
        Scenario.of("outside automation", lines).arrivals().forEach(run::accept);
        return List.copyOf(run.standing().values());
    }
}
