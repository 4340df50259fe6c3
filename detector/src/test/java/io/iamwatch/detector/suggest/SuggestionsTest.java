package io.iamwatch.detector.suggest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Principal;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import io.iamwatch.detector.state.KeyValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuggestionsTest {

    private static final String ACCOUNT = "111122223333";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final String ROLE = "arn:aws:iam::111122223333:role/ci/provisioning";
    private static final String ROLE_ID = "AROAEXAMPLEEXAMPLE";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
    private static final Suggestions.Terms TERMS = new Suggestions.Terms(TODAY, TODAY.plusDays(90), null,
            Rules.DEFAULT);
    private static final long NOW = 1_790_000_000L;

    @Test
    void anEntryNamesThePrincipalThatAwsVerifiedAndNothingElse() {
        DetectionFinding alert = alert(Rules.DEFAULT, byRole("svc-build", ROLE, ROLE_ID));
        Suggestions suggestions = Suggestions.of(List.of(closed("i-1", alert)), List.of(), TERMS);
        assertThat(suggestions.refused()).isEmpty();
        assertThat(suggestions.proposals()).extracting(Proposal::entry).containsExactly(new AllowEntry(
                new Principal(ROLE, ROLE_ID, null), Set.of(RuleId.NEW_ADMIN_USER), Set.of(ACCOUNT), "svc-build",
                Grade.FULL_ADMIN, Severity.LOW, "ann", "closed as false-positive: incident i-1", TODAY.plusDays(90)));
    }

    @Test
    void asAFileItCoversWhatItCameFromAndNothingBeside() {
        Suggestions suggestions = Suggestions.of(
                List.of(closed("i-1", alert(Rules.DEFAULT, byRole("svc-build", ROLE, ROLE_ID)))), List.of(), TERMS);
        String yaml = "allow:\n" + suggestions.proposals().getFirst().entry().toYaml();
        Rules rules = ((io.iamwatch.detector.rules.Reading.Valid) RulesReader.read(yaml.getBytes(UTF_8))).rules();
        assertThat(alert(rules, byRole("svc-build", ROLE, ROLE_ID))).satisfies(covered -> {
            assertThat(covered.severityId()).isEqualTo(Severity.LOW);
            assertThat(covered.details().allowedBy()).startsWith("ann: closed as false-positive: incident i-1");
        });
        for (List<ObjectNode> other : List.of(byRole("svc-other", ROLE, ROLE_ID),
                byRole("svc-build", ROLE + "2", ROLE_ID), byRole("svc-build", ROLE, ROLE_ID + "A"),
                byTwo("svc-build"))) {
            assertThat(alert(rules, other).severityId()).isEqualTo(Severity.CRITICAL);
        }
    }

    @Test
    void incidentsOfOneScopeAreOneEntry() {
        List<ClosedAlert> closed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            closed.add(closed("incident-of-a-long-name-" + i, alert(Rules.DEFAULT, byRole("svc", ROLE, ROLE_ID))));
        }
        List<Proposal> proposals = Suggestions.of(closed, List.of(), TERMS).proposals();
        assertThat(proposals).hasSize(1);
        assertThat(proposals.getFirst().incidents()).hasSize(20);
        assertThat(proposals.getFirst().entry().reason()).hasSizeLessThanOrEqualTo(500)
                .contains("incident-of-a-long-name-0, incident-of-a-long-name-1", " and ").endsWith(" more");
    }

    @Test
    void whatWasAnAttackIsNeverCovered() {
        DetectionFinding alert = alert(Rules.DEFAULT, byRole("svc", ROLE, ROLE_ID));
        Suggestions suggestions = Suggestions.of(List.of(closed("i-1", alert)),
                List.of(new ClosedAlert("i-2", "true-positive", "ben", alert)), TERMS);
        assertThat(suggestions.proposals()).isEmpty();
        assertThat(suggestions.refused()).containsExactly(
                "incident i-1: the entry would cover incident i-2 too, which was closed as true-positive");
    }

    @Test
    void whatTheRulesCoverIsNotProposedAgain() {
        DetectionFinding alert = alert(Rules.DEFAULT, byRole("svc", ROLE, ROLE_ID));
        AllowEntry entry = Suggestions.of(List.of(closed("i-1", alert)), List.of(), TERMS).proposals().getFirst()
                .entry();
        Rules now = new Rules(Rules.DEFAULT.latenessHorizon(), Rules.DEFAULT.rules(), Rules.DEFAULT.automation(),
                List.of(entry));
        assertThat(Suggestions.of(List.of(closed("i-1", alert)), List.of(),
                new Suggestions.Terms(TODAY, TODAY.plusDays(90), null, now)).refused())
                .containsExactly("incident i-1, new-admin-user: the rules in force have an entry that covers it");
        LocalDate later = TODAY.plusDays(91);
        assertThat(Suggestions.of(List.of(closed("i-1", alert)), List.of(),
                new Suggestions.Terms(later, later.plusDays(1), "cyd", now)).proposals())
                .extracting(proposal -> proposal.entry().owner()).containsExactly("cyd");
    }

    @Test
    void nobodyIsNamedWhomAwsDidNotVerify() {
        assertThat(refusal(byTwo("svc"))).contains("its calls were made by ", " and ",
                "an entry names one verified role or user");
        List<ObjectNode> byNames = byRole("svc", "arn:aws:sts::111122223333:assumed-role/any/session", "root");
        assertThat(refusal(byNames)).contains("one verified role or user");
        List<ObjectNode> strange = byRole("svc*", ROLE, ROLE_ID);
        assertThat(refusal(strange)).contains("has a name that no pattern can name alone");
    }

    private static String refusal(List<ObjectNode> records) {
        Suggestions suggestions = Suggestions.of(List.of(closed("i-1", alert(Rules.DEFAULT, records))), List.of(),
                TERMS);
        assertThat(suggestions.proposals()).isEmpty();
        return suggestions.refused().getFirst();
    }

    private static ClosedAlert closed(String incident, DetectionFinding alert) {
        return new ClosedAlert(incident, "false-positive", "ann", alert);
    }

    private static List<ObjectNode> byRole(String user, String issuer, String id) {
        List<ObjectNode> records = byTwo(user);
        records.forEach(record -> sign(record, issuer, id));
        return records;
    }

    /** The creation by a role, the grant by a user of another id. */
    private static List<ObjectNode> byTwo(String user) {
        ObjectNode creation = CloudTrailRecords.createUser(ACCOUNT, "c", NOW, user, "AIDANEWNEWNEWNEW1");
        sign(creation, ROLE, ROLE_ID);
        return List.of(creation, CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "a", NOW + 9, user, ADMIN));
    }

    private static void sign(ObjectNode record, String issuer, String id) {
        ObjectNode identity = record.putObject("userIdentity");
        identity.put("type", "AssumedRole").put("principalId", id + ":session").put("accountId", ACCOUNT)
                .put("arn", "arn:aws:sts::" + ACCOUNT + ":assumed-role/provisioning/session");
        identity.putObject("sessionContext").putObject("sessionIssuer").put("type", "Role").put("principalId", id)
                .put("arn", issuer).put("accountId", ACCOUNT).put("userName", "provisioning");
    }

    /** Returns the alert of a new administrator that the records come to. */
    private static DetectionFinding alert(Rules rules, List<ObjectNode> records) {
        RecordJudge judge = new RecordJudge(rules, KeyValues.inMemory());
        List<DetectionFinding> alerts = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            byte[] record = CloudTrailRecords.bytes(records.get(i));
            Origin origin = new Origin("cloudtrail.identity", 0, i, NOW * 1000, null);
            if (judge.read(record, ACCOUNT, origin) instanceof Reading.Relevant(var event)) {
                judge.judge(event, record).alerts().forEach(version -> alerts.add(version.alert()));
            }
        }
        return alerts.stream().filter(alert -> alert.findingInfo().analytic().uid().equals("new-admin-user"))
                .reduce((one, other) -> other).orElseThrow();
    }
}
