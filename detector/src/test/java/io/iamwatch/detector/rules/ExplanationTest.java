package io.iamwatch.detector.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void everyRuleHasItsParagraph() {
        List<String> paragraphs = Explanation.of(Rules.DEFAULT);
        assertThat(paragraphs).hasSize(RuleId.values().length + 2);
        for (RuleId rule : RuleId.values()) {
            assertThat(paragraphs).anyMatch(paragraph -> paragraph.startsWith(rule.id() + " (" + rule.title() + "): "));
        }
        assertThat(paragraphs).contains("new-admin-user (New administrator): on. A user became an administrator, by "
                + "whatever path, not later than the window after it was created. Severity: critical. Window: 7 days. "
                + "MITRE ATT&CK T1136.003, T1098.003.");
        assertThat(paragraphs.getFirst()).contains("up to 7 days late");
        assertThat(paragraphs.getLast()).isEqualTo("Nobody is allowed anything: the allow-list is empty.");
    }

    @Test
    void whatAFileSetsIsTold() {
        List<String> paragraphs = Explanation.of(((Reading.Valid) RulesReader.read("""
                latenessHorizon: 90m
                automation: {principals: [{invokedBy: cloudformation.amazonaws.com}]}
                rules:
                  new-admin-user: {enabled: false, window: 1h}
                  admin-granted: {severity: critical}
                  unresolved-grant: {severity: medium}
                  denied-iam-attempts: {threshold: 9}
                allow:
                - principalId: AIDAEXAMPLEEXAMPLE123
                  rules: [admin-granted]
                  accounts: ["123456789012"]
                  target: svc-*
                  owner: platform team
                  reason: pipeline
                  expires: 2027-03-31
                - {principalId: AIDAEXAMPLEEXAMPLE123, maxGrade: FULL_ADMIN, owner: a, reason: b, expires: 2028-01-01}
                """)).rules());
        assertThat(String.join("\n", paragraphs)).contains("up to 90 minutes late", "(New administrator): off. ",
                "Window: 1 hour.", "The file makes critical what is high there.",
                "The file makes nothing of it more than medium.", "Threshold: 9.",
                "The automation is: calls that cloudformation.amazonaws.com makes for somebody (whoever may use that "
                        + "service).",
                "Allow entries 1 until 2027-03-31, 2 until 2028-01-01 weaken it.",
                "Allow entry 2 until 2028-01-01 weakens it.",
                "Allow entry 1: what principal AIDAEXAMPLEEXAMPLE123 did is at most informational, not silent, for "
                        + "admin-granted, in account 123456789012, for targets named svc-*, up to grade "
                        + "ADMIN_EQUIVALENT (what is FULL_ADMIN or unknown stays as it is), through 2027-03-31 UTC. "
                        + "Owner: platform team. Reason: pipeline.");
    }
}
