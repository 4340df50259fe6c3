package io.iamwatch.detector.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.iam.Grade;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsManagedPoliciesTest {

    private static final PolicyDocument EVERYTHING = PolicyDocument.parse("""
            {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""").orElseThrow();

    @ParameterizedTest
    @CsvSource({"AdministratorAccess, FULL_ADMIN, false", "AWSMcpServiceActionsFullAccess, FULL_ADMIN, true",
            "IAMFullAccess, ADMIN_EQUIVALENT, false", "AdministratorAccess-Amplify, ADMIN_EQUIVALENT, false",
            "AWSOpsWorksRegisterCLI, ADMIN_EQUIVALENT, false",
            "WellArchitectedConsoleFullAccess, ADMIN_EQUIVALENT, false",
            "AWSManagedAccountManagementAccess, ADMIN_EQUIVALENT, false",
            "service-role/AWSCodeStarServiceRole, ADMIN_EQUIVALENT, false", "PowerUserAccess, INDIRECT, false",
            "job-function/SystemAdministrator, INDIRECT, false", "job-function/DataScientist, INDIRECT, false",
            "SecretsManagerReadWrite, INDIRECT, false", "IAMUserChangePassword, LIMITED, false",
            "job-function/NetworkAdministrator, LIMITED, false", "job-function/SupportUser, LIMITED, false",
            "job-function/DatabaseAdministrator, LIMITED, false", "ReadOnlyAccess, LIMITED, false"})
    void gradesOfTheTable(String policy, Grade grade, boolean conditional) {
        AwsManagedPolicies.Entry entry = AwsManagedPolicies.byArn("arn:aws:iam::aws:policy/" + policy).orElseThrow();
        assertThat(entry.grade()).isEqualTo(grade);
        assertThat(entry.conditional()).isEqualTo(conditional);
        Verdict verdict = Grading.grade(AwsManagedPolicyTable.holding(entry.document()));
        assertThat(verdict.grade()).isEqualTo(grade);
        assertThat(verdict.conditional()).isEqualTo(conditional);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "aws-cn", "aws-us-gov", "aws-iso-b", "aws-eusc"})
    void everyPartitionHasThem(String partition) {
        assertThat(AwsManagedPolicies.byArn("arn:" + partition + ":iam::aws:policy/AdministratorAccess")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::111111111111:policy/AdministratorAccess", "AdministratorAccess", "",
            "arn:aws:iam::aws:policy/", "arn:gcp:iam::aws:policy/AdministratorAccess",
            "arn:aws:iam::aws:role/AdministratorAccess"})
    void othersAreNotAws(String arn) {
        assertThat(AwsManagedPolicies.isAws(arn)).isFalse();
        assertThat(AwsManagedPolicies.byArn(arn)).isEmpty();
    }

    @Test
    void anUnknownPolicyOfAwsIsAwsButUnknown() {
        assertThat(AwsManagedPolicies.isAws("arn:aws:iam::aws:policy/OfNextYear")).isTrue();
        assertThat(AwsManagedPolicies.byArn("arn:aws:iam::aws:policy/OfNextYear")).isEmpty();
    }

    @Test
    void theVersionSaysWhichTable() {
        assertThat(AwsManagedPolicies.version()).matches("20[0-9-]+ 1644 [0-9a-f]{12}");
    }

    static Stream<AwsManagedPolicyTable.Source> sample() {
        try (InputStream in = AwsManagedPoliciesTest.class.getResourceAsStream("/policy/aws-sample.jsonl")) {
            return AwsManagedPolicyTable.read(new String(in.readAllBytes(), UTF_8)).stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @MethodSource("sample")
    void theTableKeepsOfADocumentWhatBearsOnGrades(AwsManagedPolicyTable.Source source) {
        PolicyDocument whole = source.document();
        PolicyDocument kept = AwsManagedPolicies.byArn("arn:aws:iam::aws:policy/" + source.suffix()).orElseThrow()
                .document();
        assertThatSameGrades(kept, whole);
    }

    static void assertThatSameGrades(PolicyDocument kept, PolicyDocument whole) {
        assertThat(alone(kept)).isEqualTo(alone(whole));
        assertThat(withEverything(kept)).isEqualTo(withEverything(whole));
        assertThat(asBoundary(kept)).isEqualTo(asBoundary(whole));
    }

    private static String alone(PolicyDocument document) {
        return inWords(AwsManagedPolicyTable.holding(document));
    }

    private static String withEverything(PolicyDocument document) {
        return inWords(AwsManagedPolicyTable.holding(document, EVERYTHING));
    }

    private static String asBoundary(PolicyDocument document) {
        return inWords(AwsManagedPolicyTable.bounded(document, EVERYTHING));
    }

    private static String inWords(Standpoint standpoint) {
        Verdict verdict = Grading.grade(standpoint);
        return verdict.grade() + " " + verdict.conditional() + " " + verdict.clause();
    }
}
