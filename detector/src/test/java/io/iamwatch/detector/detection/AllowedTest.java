package io.iamwatch.detector.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Somebody answers for a pipeline that makes users; what others add to that is not answered for. */
class AllowedTest {

    private static final String ALLOW = """
            allow:
            - sessionIssuerArn: arn:aws:iam::111111111111:role/ci
              rules: [new-admin-user]
              owner: platform
              reason: makes users
              expires: 2026-12-31
            """;
    private static final List<String> USER_WITH_A_RIGHT_OVER_ANOTHER = List.of(
            "0 baseline b {\"UserDetailList\":[{\"UserName\":\"bob\",\"UserId\":\"AIDABOB\"}]}",
            "10 create eve AIDAEVE by=role/ci",
            "20 put-user-policy eve keys allow:iam:CreateAccessKey:on:arn:aws:iam::{acct}:user/bob by=role/ci");

    @Test
    void whatOneActorDidIsDowngraded() {
        assertThat(severity("50 attach bob AdministratorAccess by=role/ci")).isEqualTo(Severity.INFORMATIONAL);
    }

    @Test
    void whoeverMadeTheDifferenceCountsThoughItsCallIsNoLink() {
        assertThat(severity("50 attach bob AdministratorAccess by=mallory/AIDAMALLORY")).isEqualTo(Severity.CRITICAL);
    }

    private static Severity severity(String last) {
        Scenario scenario = Scenario.of("allowed",
                Stream.concat(USER_WITH_A_RIGHT_OVER_ANOTHER.stream(), Stream.of(last, "expect nothing")).toList());
        CoreRun run = new CoreRun(((Reading.Valid) RulesReader.read(ALLOW.getBytes(UTF_8))).rules());
        scenario.arrivals().forEach(run::accept);
        return run.standing().values().stream().filter(finding -> finding.rule() == RuleId.NEW_ADMIN_USER)
                .map(Finding::severity).findFirst().orElseThrow();
    }
}
