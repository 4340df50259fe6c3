package io.iamwatch.detector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradingTest {

    static Stream<GradeCase> cases() {
        return Stream.of("full.json", "direct.json", "roles.json", "users.json", "caps.json", "indirect.json",
                "conditions.json").flatMap(GradeCase::of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradesAsTheCaseSays(GradeCase gradeCase) {
        Verdict verdict = Grading.grade(gradeCase.standpoint());
        String grade = verdict.grade() + (verdict.conditional() ? " conditional" : "");
        String through = verdict.through().map(principal -> " through " + principal.name()).orElse("");
        List<String> words = List.of(gradeCase.expected().split(" ", -1));
        String clause = words.get(words.contains("conditional") ? 2 : 1);
        String found = clause.equals("*") || List.of(clause.split("\\|", -1)).contains(verdict.clause().name())
                ? clause
                : verdict.clause().name();
        assertThat(grade + " " + found + through).isEqualTo(gradeCase.expected());
        assertThat(verdict.clause().grade()).isEqualTo(verdict.grade());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyGradeNamesItsCauses(GradeCase gradeCase) {
        Standpoint standpoint = gradeCase.standpoint();
        Verdict verdict = Grading.grade(standpoint);
        assertThat(verdict.causes().isEmpty()).isEqualTo(verdict.clause() == Clause.LIMITED);
        assertThat(verdict.causes()).allSatisfy(cause -> {
            if (cause.policy() != null) {
                assertThat(standpoint.policies()).contains(cause.policy());
                assertThat(cause.policy().document().statements()).contains(cause.statement());
            }
        });
    }

    @Test
    void aCauseIsThePolicyThatIsMeantAndNotOneLikeIt() {
        PolicyDocument document = PolicyDocument.parse("""
                {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""").orElseThrow();
        PolicyDocument other = PolicyDocument.parse("{\"Statement\": []}").orElseThrow();
        LivePolicy idle = new LivePolicy(other, true, new Holder(null, true), null);
        LivePolicy first = new LivePolicy(document, true, new Holder(null, true), null);
        LivePolicy second = new LivePolicy(document, true, new Holder(null, true), null);
        Standpoint standpoint = new Standpoint("aws", "111111111111", PrincipalKind.USER, "eve",
                "arn:aws:iam::111111111111:user/eve", null, List.of(idle, first, second), Optional.empty(), List.of(),
                List.of(), Surroundings.NOTHING_KNOWN);
        assertThat(Grading.grade(standpoint).causes()).extracting(Cause::policy).first().isSameAs(first);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void anAbsurdDocumentIsGradedInBoundedTime() {
        StringBuilder text = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
        for (int i = 0; i < 300; i++) {
            text.append("{\"Effect\":\"Allow\",\"NotAction\":[\"iam:x\",\"*z*\"],\"Resource\":[\"*role/*a*").append(i)
                    .append("*b*\",\"*${aws:PrincipalTag/x}*c*\"]},{\"Effect\":\"Deny\",\"Action\":\"iam:*\","
                            + "\"NotResource\":[\"*q*\",\"*w*")
                    .append(i).append("\"]},");
        }
        text.append("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"").append("*a".repeat(700))
                .append("\"}]}");
        PolicyDocument document = PolicyDocument.parse(text.toString()).orElseThrow();
        Assertions.assertTimeout(Duration.ofSeconds(5),
                () -> Grading.grade(AwsManagedPolicyTable.bounded(document, document)));
    }

    @Test
    void manyStatementsBeforeTheOneThatMattersHideNothing() {
        String decoys = "{\"Effect\":\"Allow\",\"Action\":[\"s3:x\",\"iam:CreateRole\"],\"Resource\":\"*\"},"
                .repeat(100);
        StringBuilder roles = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            roles.append("\"arn:aws:iam::1:role/").append(i).append("\",");
        }
        assertThat(clause(decoys + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"))
                .isEqualTo(Clause.FULL);
        assertThat(clause(decoys + "{\"Effect\":\"Allow\",\"Action\":\"iam:PutRolePolicy\",\"Resource\":[" + roles
                + "\"arn:aws:iam::123456789012:role/x\"]}")).isEqualTo(Clause.B_CREATE_ROLE);
    }

    private static Clause clause(String statements) {
        PolicyDocument document = PolicyDocument.parse("{\"Statement\":[" + statements + "]}").orElseThrow();
        return Grading.grade(AwsManagedPolicyTable.holding(document)).clause();
    }

    @Test
    void everyClauseHasASentenceForPeople() {
        assertThat(Clause.values()).extracting(Clause::sentence).doesNotHaveDuplicates()
                .allMatch(sentence -> sentence.matches("(may|is) .*[^.]"));
    }

    @Test
    void interestsAreWhomADocumentSpeaksOf() {
        assertThat(interests("Allow iam:AddUserToGroup on @group/ops/Admins"))
                .containsExactly(new Interest(Interest.Kind.GROUP, "admins"));
        assertThat(interests("Allow iam:CreateAccessKey on @user/${aws:username}"))
                .containsExactly(new Interest(Interest.Kind.USER, "eve"));
        assertThat(interests("Allow sts:AssumeRole on arn:aws:iam::222222222222:role/x")).isEmpty();
        assertThat(interests("Allow sts:AssumeRole on not @role/x"))
                .containsExactly(new Interest(Interest.Kind.ROLE, Interest.ANY));
        assertThat(interests("Allow iam:CreatePolicyVersion on @policy/team-*"))
                .containsExactly(new Interest(Interest.Kind.POLICY, Interest.ANY));
        assertThat(interests("Allow * on *")).extracting(Interest::kind).containsExactlyInAnyOrder(
                Interest.Kind.USER, Interest.Kind.GROUP, Interest.Kind.ROLE, Interest.Kind.POLICY);
        assertThat(interests("Allow iam:AttachUserPolicy on * if ArnEquals iam:PolicyARN=@policy/team/Boss"))
                .containsExactly(new Interest(Interest.Kind.POLICY_IN_CONDITION, "boss"));
        assertThat(interests("Allow iam:AttachUserPolicy on * if ArnLike iam:PolicyARN=@policy/team/*"))
                .containsExactly(new Interest(Interest.Kind.POLICY_IN_CONDITION, Interest.ANY));
        assertThat(interests("Allow iam:AttachUserPolicy on * if ArnEquals iam:PolicyARN=arn:aws:iam::aws:policy/X"))
                .isEmpty();
        assertThat(interests("Deny * on *")).isEmpty();
        assertThat(interests("Allow s3:* on *")).isEmpty();
    }

    private static Set<Interest> interests(String text) {
        String statement = StatementText.parse(text, value -> value.startsWith("@")
                ? "arn:aws:iam::111111111111:" + value.substring(1)
                : value).toString();
        PolicyDocument document = PolicyDocument
                .parse("{\"Version\":\"2012-10-17\",\"Statement\":" + statement + "}").orElseThrow();
        return Grading.interests(List.of(document), "aws", "111111111111", "eve");
    }
}
