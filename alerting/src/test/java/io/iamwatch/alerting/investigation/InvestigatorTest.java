package io.iamwatch.alerting.investigation;

import static io.iamwatch.contracts.finding.Findings.ATTACK_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Answer;
import io.iamwatch.contracts.finding.Investigation.Credential;
import io.iamwatch.contracts.finding.Investigation.Fact;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of eve beyond her story, and what is said to be not visible. */
class InvestigatorTest {

    private static final String KEY_MADE = "{'requestParameters':{'userName':'eve'},"
            + "'responseElements':{'accessKey':{'accessKeyId':'AKIAEVE'}}}";
    private static final String OFF = "{'requestParameters':{'userName':'eve','accessKeyId':'AKIAEVE',"
            + "'status':'Inactive'}}";

    @Test
    void credentialsHaveAgeStateAndLastUse() {
        Investigation known = known(Told.administrator(),
                Told.by("credential-for-other-user").call(10, "mallory", "CreateAccessKey", KEY_MADE)
                        .call(20, "mallory", "CreateLoginProfile", "{'requestParameters':{'userName':'EVE'}}")
                        .call(30, "mallory", "DeactivateMFADevice",
                                "{'requestParameters':{'userName':'eve','serialNumber':'arn:mfa'}}"),
                Told.by("self-escalation").call(40, "eve", "PutUserPolicy", "iam.amazonaws.com", "10.9.9.9", "AKIAEVE",
                        "{'requestParameters':{'userName':'eve'}}"),
                Told.by("new-admin-contained").how("is partly contained: still an administrator").call(50, "ann",
                        "UpdateAccessKey", OFF));
        assertThat(known.credentials()).containsExactlyInAnyOrder(
                new Credential(CredentialKind.ACCESS_KEY, "AKIAEVE", "inactive", at(10), "mallory", at(50), at(40)),
                new Credential(CredentialKind.PASSWORD, null, "active", at(20), "mallory", at(20), null),
                new Credential(CredentialKind.MFA_DEVICE, "arn:mfa", "inactive", null, null, at(30), null));
        assertThat(known.guards()).singleElement().satisfies(call -> {
            assertThat(call.operation()).isEqualTo("DeactivateMFADevice");
            assertThat(call.actor()).isEqualTo("mallory");
        });
        assertThat(known.services()).singleElement().isEqualTo(
                new AdminActivity.Service("iam", at(40), at(40), 1, 0));
        assertThat(known.sources()).extracting(AdminActivity.Source::address).containsExactly("10.9.9.9");
    }

    /** The password policy is the whole account's: who weakens it need not be the new administrator. */
    @Test
    void guardsAreWeakenedByWhomever() {
        Investigation known = known(Told.administrator(), Told.by("new-admin-active")
                .call(30, "ann", "UpdateAccountPasswordPolicy", "{'requestParameters':{'minimumPasswordLength':6}}")
                .call(20, "eve", "DeleteAccountPasswordPolicy", "{'requestParameters':null}"));
        assertThat(known.guards()).extracting(call -> call.time() + " " + call.actor() + " " + call.operation())
                .containsExactly(at(20) + " eve DeleteAccountPasswordPolicy",
                        at(30) + " ann UpdateAccountPasswordPolicy");
        assertThat(known.credentials()).isEmpty();
        assertThat(known.descendants()).isEmpty();
    }

    @Test
    void ofOneSecondACredentialIsOpen() {
        Investigation known = known(Told.administrator(), Told.by("new-admin-contained")
                .call(5, "ann", "UpdateAccessKey", OFF)
                .call(5, "eve", "UpdateAccessKey", OFF.replace("Inactive", "Active")));
        assertThat(known.credentials()).extracting(Credential::state).containsExactly("active");
    }

    @Test
    void aRecordThatIsNotQuotedIsReadInTheDetectorsWords() {
        Investigation known = known(Told.administrator(),
                Told.by("credential-for-other-user").call(5, "ann", "CreateAccessKey", ""));
        assertThat(known.credentials()).extracting(Credential::id).containsExactly("AKIA0000");
    }

    @Test
    void credentialsOfOthersAreDescendants() {
        Investigation known = known(Told.administrator(), Told.by("self-escalation")
                .call(5, "eve", "CreateAccessKey", KEY_MADE.replace("'eve'", "'bob'"))
                .call(6, "eve", "CreateUser", "{'requestParameters':{'userName':'eve2'}}"));
        assertThat(known.credentials()).isEmpty();
        assertThat(known.descendants()).containsExactly(new Descendant("access key", "AKIAEVE of user bob", at(5)),
                new Descendant("user", "eve2", at(6)));
    }

    @Test
    void whatTheDetectorFollowedIsTakenOver() {
        Investigation known = known(Told.administrator(), Told.by("new-admin-active").did(Eve.activity()));
        assertThat(known.followed()).isTrue();
        assertThat(known.services()).extracting(AdminActivity.Service::name).containsExactly("s3", "ec2");
        assertThat(known.servicesTotal()).isEqualTo(60);
        assertThat(known.credentials()).containsExactly(
                new Credential(CredentialKind.ACCESS_KEY, "AKIAEVE", "active", at(2), "user christophe", at(2), at(9)),
                new Credential(CredentialKind.PASSWORD, null, "active", null, null, null, at(7)));
        assertThat(known.roles()).singleElement()
                .satisfies(role -> assertThat(role.role()).isEqualTo("arn:aws:iam::1:role/ops"));
        assertThat(known.descendants()).containsExactly(
                new Descendant("session", "ASIA2 by GetSessionToken", at(5)));
        assertThat(known.denied().total()).isEqualTo(3);
        assertThat(fact(known, "assumed roles").why()).contains("role/ops");
    }

    @Test
    void nothingDoneIsNotContained() {
        Investigation known = known(Told.administrator());
        assertThat(known.contained().extent()).isEqualTo(Extent.NO);
        assertThat(known.contained().why()).startsWith("still an administrator").contains("not visible: credentials");
        assertThat(fact(known, "creator").why()).contains("christophe");
        assertThat(fact(known, "assumed roles").extent()).isEqualTo(Extent.NOT_VISIBLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"is contained: it was deleted | YES",
            "is partly contained: still an administrator, a credential inactive or deleted | PARTLY",
            "is not contained any more: an administrator again | NO"})
    void measuresDecide(String how, Extent extent) {
        Investigation known = known(Told.administrator().lost(),
                Told.by("new-admin-contained").how(how).call(50, "ann", "DetachUserPolicy",
                        "{'requestParameters':{'userName':'eve'}}"));
        assertThat(known.contained().extent()).isEqualTo(extent);
        assertThat(fact(known, "user").why()).isEqualTo(how.split(": ", 2)[1]);
        assertThat(fact(known, "no undo since").extent()).isEqualTo(extent == Extent.NO ? Extent.NO : Extent.YES);
    }

    @Test
    void anOpenKeyOrACallThatSucceedsIsNotWhollyContained() {
        Told measures = Told.by("new-admin-contained").how("is partly contained: no administrator any more; still"
                + " active", "key AKIAEVE");
        Investigation open = known(Told.administrator().lost(), measures);
        assertThat(open.contained().extent()).isEqualTo(Extent.PARTLY);
        assertThat(fact(open, "credentials").why()).isEqualTo("still active: key AKIAEVE");
        Investigation succeeding = known(Told.administrator().lost(), Told.by("new-admin-contained")
                .how("is partly contained: no administrator any more; calls still succeed")
                .still(new StillSucceeding(at(50), 4, at(120), at(180), List.of("s3"))));
        assertThat(fact(succeeding, "calls since").extent()).isEqualTo(Extent.NO);
        assertThat(fact(succeeding, "calls since").why()).contains("at least 4 calls", "s3");
    }

    @Test
    void whatIsKnownToBeThereAndNotToBeContainedIsNoYes() {
        Investigation known = known(Told.administrator().lost(), Told.by("new-admin-active").did(Eve.activity()),
                Told.by("new-admin-contained").how("is contained: it was deleted"));
        assertThat(known.contained().extent()).isEqualTo(Extent.PARTLY);
        assertThat(known.contained().why()).contains("not known to be contained");
    }

    @Test
    void nineQuestionsAreAnsweredOrSaidToBeNotVisible() {
        Investigation known = known(Told.administrator(), Told.by("self-escalation").call(40, "eve", "PutUserPolicy",
                "iam.amazonaws.com", "10.9.9.9", "ASIAEVE", "{'requestParameters':{'userName':'eve'}}"));
        assertThat(known.answers()).hasSize(9)
                .allSatisfy(answer -> assertThat(answer.answer() != null || answer.notVisible() != null).isTrue());
        assertThat(answer(known, "kind of credential").answer()).contains("eve: session ASIAEVE");
        assertThat(answer(known, "unauthorised").answer()).isNull();
        assertThat(answer(known, "may the principal do").answer()).startsWith("everything in the account");
        assertThat(answer(known, "unfamiliar source").answer()).contains("10.9.9.9", "10.0.0.1");
        assertThat(answer(known, "still active").notVisible()).isNotEmpty();
    }

    @Test
    void whatDoesNotStandTellsOfCallsAndJudgesNothing() {
        Investigation known = known(Told.administrator(),
                Told.by("credential-for-other-user").call(10, "mallory", "CreateAccessKey", KEY_MADE).closed(),
                Told.by("new-admin-contained").how("is contained: it was deleted").closed());
        assertThat(known.credentials()).extracting(Credential::id).containsExactly("AKIAEVE");
        assertThat(fact(known, "credentials").extent()).isEqualTo(Extent.NO);
        assertThat(known.contained().extent()).isEqualTo(Extent.NO);
    }

    @Test
    void ofWhoIsNoAdministratorNothingIsSaidToBeContained() {
        Investigation known = known(Told.by("denied-iam-attempts").call(1, "eve", "CreateUser",
                "{'errorCode':'AccessDenied'}"));
        assertThat(known.contained().extent()).isEqualTo(Extent.NOT_VISIBLE);
        assertThat(known.denied().calls()).containsExactly("CreateUser");
        assertThat(known.services()).extracting(AdminActivity.Service::denied).containsExactly(1L);
    }

    private static long at(int second) {
        return ATTACK_TIME + second * 1000L;
    }

    private static Fact fact(Investigation known, String what) {
        return known.contained().facts().stream().filter(fact -> fact.what().equals(what)).findFirst().orElseThrow();
    }

    private static Answer answer(Investigation known, String words) {
        return known.answers().stream().filter(answer -> answer.question().contains(words)).findFirst().orElse(null);
    }

    private static Investigation known(Told... alerts) {
        return Eve.incident(alerts).unmapped().iamwatch().investigation();
    }
}
