package io.iamwatch.detector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyTest {

    private static final String ACCOUNT = "111111111111";
    private static final String EVE = "arn:aws:iam::111111111111:user/eve";
    private static final String APP = "arn:aws:iam::111111111111:role/svc/app";
    private static final String ALLOW_EVE = "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\""
            + EVE + "\"}}";

    /** Principal, and whether it names eve, trusts the account, lets in others. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{'AWS':'arn:aws:iam::111111111111:user/eve'}; true; false; false",
            "{'AWS':['arn:aws:iam::111111111111:user/bob','arn:aws:iam::111111111111:user/eve']}; true; false; false",
            "{'AWS':'arn:aws:iam::111111111111:user/EVE'}; false; false; false",
            "{'AWS':'AIDAEVE'}; true; false; false",
            "{'AWS':'AIDABOB'}; false; false; false",
            "{'AWS':'arn:aws:iam::111111111111:root'}; false; true; false",
            "{'AWS':'111111111111'}; false; true; false",
            "{'AWS':'222222222222'}; false; false; true",
            "{'AWS':'arn:aws:iam::222222222222:user/eve'}; false; false; true",
            "{'AWS':'*'}; false; true; true",
            "'*'; false; true; true",
            "{'Service':'lambda.amazonaws.com'}; false; false; false",
            "{'Federated':'cognito-identity.amazonaws.com'}; false; false; false",
            "{'Service':'ec2.amazonaws.com','AWS':['AIDAEVE','222222222222']}; true; false; true"})
    void whomItTrusts(String principal, boolean named, boolean account, boolean foreign) {
        TrustPolicy trust = trust("{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":"
                + principal.replace('\'', '"') + "}");
        assertThat(trust.names(EVE, "AIDAEVE")).isEqualTo(named);
        assertThat(trust.trustsAccount(ACCOUNT)).isEqualTo(account);
        assertThat(trust.trustsForeignOrAnyone(ACCOUNT)).isEqualTo(foreign);
    }

    @Test
    void aRoleIsNamedByItsArnItsIdOrItsSession() {
        assertThat(naming(APP).names(APP, null)).isTrue();
        assertThat(naming("AROAAPP").names(APP, "AROAAPP")).isTrue();
        assertThat(naming("arn:aws:sts::111111111111:assumed-role/app/ci").names(APP, null)).isTrue();
        assertThat(naming("arn:aws:sts::111111111111:assumed-role/app2/ci").names(APP, null)).isFalse();
        assertThat(naming("arn:aws:iam::111111111111:role/app").names(APP, null)).isFalse();
    }

    @Test
    void aDenyTakesTheNameBack() {
        assertThat(trust(ALLOW_EVE, deny("\"Principal\":\"*\"")).names(EVE, null)).isFalse();
        assertThat(trust(ALLOW_EVE, deny("\"Principal\":{\"AWS\":\"" + ACCOUNT + "\"}")).names(EVE, null)).isFalse();
        assertThat(trust(ALLOW_EVE, deny("\"Principal\":{\"AWS\":\"" + EVE + "2\"}")).names(EVE, null)).isTrue();
        assertThat(trust(ALLOW_EVE, deny("\"NotPrincipal\":{\"AWS\":\"" + EVE + "\"}")).names(EVE, null)).isTrue();
        assertThat(trust(ALLOW_EVE, deny("\"NotPrincipal\":{\"AWS\":\"" + EVE + "2\"}")).names(EVE, null)).isFalse();
        assertThat(trust(ALLOW_EVE, deny("\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":"
                + "\"false\"}}")).names(EVE, null)).isTrue();
    }

    @Test
    void onlyTheRightToAssumeCounts() {
        assertThat(trust(ALLOW_EVE.replace("sts:AssumeRole", "sts:TagSession")).names(EVE, null)).isFalse();
        assertThat(trust(ALLOW_EVE.replace("sts:AssumeRole", "sts:*")).names(EVE, null)).isTrue();
        assertThat(trust(ALLOW_EVE.replace("sts:AssumeRole", "sts:assumerole")).names(EVE, null)).isTrue();
    }

    @Test
    void conditionsOfThePrincipalDecide() {
        String anyone = "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"*\"},"
                + "\"Condition\":{\"ArnEquals\":{\"aws:PrincipalArn\":\"" + EVE + "\"}}}";
        assertThat(trust(anyone).names(EVE, null)).isTrue();
        assertThat(trust(anyone).names(EVE + "2", null)).isFalse();
        assertThat(trust(anyone).namedPrincipals()).containsExactly(EVE);
    }

    @Test
    void namedPrincipalsAreForAnIndex() {
        StringBuilder list = new StringBuilder("\"" + ACCOUNT + "\",\"arn:aws:iam::1:root\"");
        for (int i = 0; i < 200; i++) {
            list.append(",\"arn:aws:iam::111111111111:user/u").append(i).append('"');
        }
        assertThat(trust(ALLOW_EVE.replace("\"" + EVE + "\"", "[" + list + "]")).namedPrincipals()).hasSize(200)
                .allMatch(named -> named.contains("user/u"));
    }

    private static TrustPolicy naming(String principal) {
        return trust(ALLOW_EVE.replace(EVE, principal));
    }

    private static String deny(String rest) {
        return "{\"Effect\":\"Deny\",\"Action\":\"sts:AssumeRole\"," + rest + "}";
    }

    private static TrustPolicy trust(String... statements) {
        return TrustPolicy.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}")
                .orElseThrow();
    }
}
