package io.iamwatch.detector.rules;

import static io.iamwatch.contracts.finding.Severity.CRITICAL;
import static io.iamwatch.contracts.finding.Severity.HIGH;
import static io.iamwatch.contracts.finding.Severity.INFORMATIONAL;
import static io.iamwatch.contracts.finding.Severity.LOW;
import static io.iamwatch.contracts.finding.Severity.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.iam.Grade;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowEntryTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/ci/deploy";
    private static final long NOON = Instant.parse("2027-03-31T12:00:00Z").getEpochSecond();
    private static final Rules RULES = rules("""
            allow:
            - sessionIssuerArn: arn:aws:iam::123456789012:role/ci/deploy
              rules: [admin-granted, new-admin-user]
              accounts: ["123456789012"]
              target: svc-*
              owner: platform
              reason: provisioning
              expires: 2027-03-31
            """);
    private static final Call DEPLOY = call(ROLE, "AROAEXAMPLEEXAMPLE123:build-7", null, "123456789012");
    private static final Call OTHER = call("arn:aws:iam::123456789012:role/deploy", "AROAEXAMPLEEXAMPLE999:x", null,
            "123456789012");

    @ParameterizedTest
    @CsvSource({
            "admin-granted, 123456789012, svc-a, ADMIN_EQUIVALENT, 0, true",
            "new-admin-user, 123456789012, SVC-, LIMITED, 0, true",
            "self-escalation, 123456789012, svc-a, ADMIN_EQUIVALENT, 0, false",
            "admin-granted, 210987654321, svc-a, ADMIN_EQUIVALENT, 0, false",
            "admin-granted, 123456789012, web-svc-a, ADMIN_EQUIVALENT, 0, false",
            "admin-granted, 123456789012, , ADMIN_EQUIVALENT, 0, false",
            "admin-granted, 123456789012, svc-a, FULL_ADMIN, 0, false",
            "admin-granted, 123456789012, svc-a, UNKNOWN, 0, false",
            "admin-granted, 123456789012, svc-a, ADMIN_EQUIVALENT, 43199, true",
            "admin-granted, 123456789012, svc-a, ADMIN_EQUIVALENT, 43200, false"})
    void everyScopeMustFit(String rule, String account, String target, Grade grade, int afterNoon, boolean allowed) {
        assertThat(RULES.allows(Words.RULES.get(rule), account, target, grade, NOON + afterNoon, List.of(DEPLOY))
                .isPresent()).isEqualTo(allowed);
    }

    @Test
    void everyActorMustBeNamedByOneEntry() {
        assertThat(allows(List.of(DEPLOY, DEPLOY))).isTrue();
        assertThat(allows(List.of(DEPLOY, OTHER))).isFalse();
        assertThat(allows(List.of())).isFalse();
    }

    @Test
    void twoEntriesDoNotAddUp() {
        Rules rules = rules("""
                allow:
                - {sessionIssuerArn: "%s", owner: a, reason: b, expires: 2027-03-31}
                - {principalId: AROAEXAMPLEEXAMPLE999, owner: a, reason: b, expires: 2027-03-31}
                """.formatted(ROLE));
        assertThat(rules.allows(RuleId.ADMIN_GRANTED, "1", "x", Grade.LIMITED, NOON, List.of(OTHER)))
                .contains(rules.allow().get(1));
        assertThat(rules.allows(RuleId.ADMIN_GRANTED, "1", "x", Grade.LIMITED, NOON, List.of(DEPLOY, OTHER)))
                .isEmpty();
    }

    @Test
    void allPartsOfAPrincipalMustFit() {
        Principal principal = new Principal(ROLE, "AROAEXAMPLEEXAMPLE123", "cloudformation.amazonaws.com");
        assertThat(principal.made(call(ROLE, "AROAEXAMPLEEXAMPLE123:s", "cloudformation.amazonaws.com",
                "123456789012"))).isTrue();
        assertThat(principal.made(call(ROLE, "AROAEXAMPLEEXAMPLE123", "cloudformation.amazonaws.com", null)))
                .isTrue();
        assertThat(principal.made(DEPLOY)).isFalse();
        assertThat(principal.made(call(ROLE, "AROAEXAMPLEEXAMPLE1234:s", "cloudformation.amazonaws.com",
                "123456789012"))).isFalse();
        assertThat(principal.made(call(null, null, null, null))).isFalse();
    }

    @Test
    void aSessionOfAnotherAccountIsNotItsIssuers() {
        assertThat(new Principal(ROLE, null, null).made(call(ROLE, "AROAEXAMPLEEXAMPLE123:s", null, "999999999999")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
            "informational, ADMIN_EQUIVALENT, CRITICAL, INFORMATIONAL",
            "informational, FULL_ADMIN, CRITICAL, LOW",
            "informational, UNKNOWN, HIGH, LOW",
            "informational, FULL_ADMIN, INFORMATIONAL, INFORMATIONAL",
            "medium, FULL_ADMIN, CRITICAL, MEDIUM",
            "medium, LIMITED, LOW, LOW",
            "critical, LIMITED, HIGH, HIGH"})
    void whatIsLeftIsWeakerButNotSilent(String downgradeTo, Grade grade, Severity before, Severity after) {
        Rules rules = rules("allow: [{principalId: AROAEXAMPLEEXAMPLE123, maxGrade: FULL_ADMIN, downgradeTo: "
                + downgradeTo + ", owner: a, reason: b, expires: 2027-03-31}]");
        assertThat(rules.after(rules.allow().getFirst(), grade, before)).isEqualTo(after);
    }

    @Test
    void aSeverityIsThatOfTheStrongestCase() {
        assertThat(Rules.DEFAULT.severity(RuleId.NEW_ADMIN_USER, CRITICAL)).isEqualTo(CRITICAL);
        assertThat(Rules.DEFAULT.severity(RuleId.ADMIN_GRANTED, HIGH)).isEqualTo(HIGH);
        assertThat(Rules.DEFAULT.severity(RuleId.ADMIN_GRANTED, LOW)).isEqualTo(LOW);
        Rules louder = rules("rules: {admin-granted: {severity: critical}}");
        assertThat(louder.severity(RuleId.ADMIN_GRANTED, HIGH)).isEqualTo(CRITICAL);
        assertThat(louder.severity(RuleId.ADMIN_GRANTED, LOW)).isEqualTo(LOW);
        Rules quieter = rules("rules: {admin-granted: {severity: informational}, new-admin-user: {severity: medium}}");
        assertThat(quieter.severity(RuleId.ADMIN_GRANTED, HIGH)).isEqualTo(INFORMATIONAL);
        assertThat(quieter.severity(RuleId.ADMIN_GRANTED, LOW)).isEqualTo(INFORMATIONAL);
        assertThat(quieter.severity(RuleId.NEW_ADMIN_USER, CRITICAL)).isEqualTo(MEDIUM);
    }

    @ParameterizedTest
    @CsvSource({"*, '', true", "a*, A, true", "a*c, abbbc, true", "a?c, ac, false", "*a*b*, xxaxxb, true",
            "*a*b*, ba, false", "?, '', false", "a, ab, false", "a**, a, true", "*ab, aab, true"})
    void patternsOnNames(String pattern, String name, boolean matches) {
        assertThat(Glob.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void noPatternIsSlow() {
        assertThat(Glob.matches("*a".repeat(64), "a".repeat(100_000) + "b")).isFalse();
    }

    @Test
    void rulesThatNoFileCouldSayCannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Principal(null, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Principal("arn:aws:iam::1:role/x", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rules(Rules.DEFAULT.latenessHorizon(),
                java.util.Map.of(), Automation.NONE, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rule(true, LOW, java.time.Duration.ofDays(91),
                null));
    }

    private static boolean allows(List<Call> actors) {
        return RULES.allows(RuleId.ADMIN_GRANTED, "123456789012", "svc-a", Grade.LIMITED, NOON, actors).isPresent();
    }

    private static Call call(String issuer, String principalId, String invokedBy, String account) {
        return new Call("AssumedRole", "deploy", "s", null, principalId, null, account, issuer, null, invokedBy, null,
                null, null, null, null);
    }

    private static Rules rules(String yaml) {
        return ((Reading.Valid) RulesReader.read(yaml)).rules();
    }
}
