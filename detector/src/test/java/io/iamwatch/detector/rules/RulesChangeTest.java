package io.iamwatch.detector.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesChangeTest {

    private static final String ENTRY = """
            allow:
              - sessionIssuerArn: arn:aws:iam::111122223333:role/deploy
                rules: [admin-granted]
                target: "%s"
                owner: ann
                reason: known
                expires: 2027-01-31
            """;

    @Test
    void nothing() {
        assertThat(RulesChange.between(Rules.DEFAULT, read("{}"))).isEmpty();
    }

    @Test
    void everySettingOfARule() {
        assertThat(RulesChange.between(Rules.DEFAULT, read("""
                latenessHorizon: 1d
                rules:
                  new-admin-user: {window: 1h, severity: high}
                  denied-iam-attempts: {threshold: 9}
                  admin-granted: {enabled: false}
                """))).containsExactly("The lateness horizon, 7 days, becomes 1 day.",
                "new-admin-user: severity critical becomes high; window 7 days becomes 1 hour.",
                "admin-granted: is turned off.", "denied-iam-attempts: threshold 5 becomes 9.");
    }

    @Test
    void entriesThatComeAndGo() {
        assertThat(RulesChange.between(read(ENTRY.formatted("a*")), read(ENTRY.formatted("b*")))).satisfiesExactly(
                gone -> assertThat(gone).startsWith("This goes: Allow entry 1:").contains("named a*"),
                come -> assertThat(come).startsWith("This comes: Allow entry 1:").contains("named b*"));
    }

    private static Rules read(String yaml) {
        Reading reading = RulesReader.read(yaml);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).rules();
    }
}
