package io.iamwatch.detector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {

    private static final String ADMIN = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
            "\n\t {\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Sid\":\"x\"}]} \n",
            "{\"statement\":[{\"EFFECT\":\"Allow\",\"action\":[\"*\"],\"resource\":[\"*\"]}],\"Id\":\"x\"}",
            "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22*%22%7D%7D",
            "\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}}\"",
            "\"%7B%22Statement%22%3A%7B%22Effect%22:%22Allow%22,%22Action%22:%22*%22,%22Resource%22:%22*%22%7D%7D\""})
    void readsEveryShapeInWhichAwsWritesADocument(String text) {
        PolicyDocument document = PolicyDocument.parse(text).orElseThrow();
        assertThat(Grading.grade(AwsManagedPolicyTable.holding(document)).clause()).isEqualTo(Clause.FULL);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "null", "{}", "[]", "7", "\"x\"", "%", "%7", "%zz", "%7B%22", "{\"Statement\":",
            "{\"Statement\":7}", "{\"Statement\":[7]}", "{\"Statement\":{}}", "{\"Statement\":{\"Effect\":\"allow\"}}",
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":{\"a\":1},\"Resource\":\"*\"}}",
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[null],\"Resource\":\"*\"}}",
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":\"x\"}}",
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":1}}}",
            "{\"Statement\":[]} trailing", "\"\\\"\\\\\\\"{}\\\\\\\"\\\"\""})
    void whatIsNoDocumentIsUnreadable(String text) {
        assertThat(PolicyDocument.parse(text)).isEmpty();
    }

    @Test
    void whiteSpaceDoesNotMakeADocumentTooLong() {
        assertThat(PolicyDocument.parse(ADMIN.replace(" ", " ".repeat(100_000)))).isPresent();
        assertThat(PolicyDocument.parse(ADMIN.replace("\"Allow", "\"Allow\",\"Sid\":\"" + "x".repeat(300_000))))
                .isEmpty();
    }

    @Test
    void absurdlyManyStatementsPatternsOrLevelsAreUnreadable() {
        String statement = "{\"Effect\":\"Allow\",\"Action\":\"a:b\"}";
        assertThat(PolicyDocument.parse("{\"Statement\":[" + statement + ("," + statement).repeat(1000) + "]}"))
                .isEmpty();
        assertThat(PolicyDocument.parse("{\"Statement\":[" + statement + ("," + statement).repeat(999) + "]}"))
                .isPresent();
        assertThat(PolicyDocument.parse("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"a:b\""
                + ",\"a:b\"".repeat(10_000) + "]}}")).isEmpty();
        assertThat(PolicyDocument.parse("[".repeat(100_000))).isEmpty();
    }

    @Test
    void aPlusInAPercentEncodedDocumentIsAPlus() {
        PolicyDocument document = PolicyDocument.parse("%7B%22Statement%22:%7B%22Effect%22:%22Allow%22,%22Action%22:"
                + "%22iam:PutUserPolicy%22,%22Resource%22:%22arn:aws:iam::123456789012:user/a+b%22%7D%7D")
                .orElseThrow();
        assertThat(document.statements().get(0).resources().patterns()).extracting(Template::toString)
                .containsExactly("arn:aws:iam::123456789012:user/a+b");
    }

    @Test
    void theVersionDecidesWhetherVariablesAreExpanded() {
        assertThat(PolicyDocument.parse(ADMIN).orElseThrow().expandsVariables()).isTrue();
        assertThat(PolicyDocument.parse(ADMIN.replace("2012-10-17", "2008-10-17")).orElseThrow().expandsVariables())
                .isFalse();
        assertThat(PolicyDocument.parse("{\"Statement\":[]}").orElseThrow().expandsVariables()).isFalse();
    }
}
