package io.iamwatch.alerting.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.view.Related;
import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The story first, and only what can be done. */
class IncidentPageTest {

    private static final Reader ANN = new Reader("ann", true, false, "secret");
    private static final Pattern ACTION = Pattern.compile("data-action=\"([a-z]+)\"");

    @Test
    void answersWhatAnAnalystAsksFirst() {
        String page = html(Shown.attack(), ANN);
        assertThat(page).containsSubsequence("malicious-iam-user", "christophe created user", "Created by",
                "christophe", "75.50.255.67", "MFA unknown", "Granted by", "Apart",
                "0 s: creation and grant in the same second", "Still admin", "<svg", "CreateUser", "AttachUserPolicy",
                "Contained", "still an administrator", "What next", "What we cannot see", "service control policies",
                "Actions", "Triage questions", "Which kind of credential was used?", "Containment", "Parties",
                "Timeline",
                "cloudtrail.identity/8/7",
                "Alerts", "FULL_ADMIN", "stands", "Log", "Nobody has done anything yet.");
    }

    @Test
    void tellsWhatCameNextAndHowFarItIsContained() {
        assertThat(html(Eve.story(), ANN)).containsSubsequence("partly", "Calls since", "at least 4 calls",
                "What next", "s3", "and 58 more services", "AKIAEVE", "inactive", "user christophe", "password",
                "Called from", "10.9.9.9", " new", "Roles that it assumed", "role/ops", "What it made", "ASIA2",
                "Account guards weakened", "DeactivateMFADevice", "Denied", "At least 3 calls",
                "What we cannot see", "were revoked is not followed");
    }

    @Test
    void saysWithOrWithoutMfa() {
        assertThat(html(Shown.of(Alerts.attack().people("u", "a", "b", true, "x")), ANN)).contains("MFA yes");
        assertThat(html(Shown.of(Alerts.attack().people("u", "a", "b", false, "x")), ANN)).contains("MFA no");
        assertThat(html(Shown.of(Alerts.unborn()), ANN)).contains("not seen so far: it may be old");
    }

    @ParameterizedTest
    @CsvSource({"NEW, acknowledge assign close comment resolve snooze",
            "IN_PROGRESS, assign close comment resolve snooze",
            "ON_HOLD, assign close comment resolve resume snooze", "RESOLVED, assign close comment reopen",
            "CLOSED, close comment"})
    void offersOnlyWhatLeadsOn(Status status, String actions) {
        String page = html(Shown.worked(Shown.attack(), status, IncidentFinding.Workflow.UNTOUCHED), ANN);
        List<String> offered = ACTION.matcher(page).results().map(found -> found.group(1)).sorted().toList();
        assertThat(offered).containsExactly(actions.split(" ", -1));
        assertThat(page).contains("name=\"csrf\" value=\"secret\"");
    }

    @Test
    void asksForANameOnlyWhereNobodyElseDid() {
        assertThat(html(Shown.attack(), ANN)).contains("name=\"author\" value=\"ann\"");
        assertThat(html(Shown.attack(), new Reader("ann", false, true, "secret"))).doesNotContain("name=\"author\"")
                .contains("action=\"/logout\"");
    }

    @Test
    void showsWhoDidWhatAndWhatWasRefused() {
        IncidentFinding incident = Shown.logged(Shown.attack(), Status.IN_PROGRESS, null,
                new LogEntry("c1", "bob", 1_795_000_000_000L, "comment", "looked\ninto it", "it is not open"));
        assertThat(html(incident, ANN)).containsSubsequence("bob", "comment", "<bdi>looked</bdi><br><bdi>into it</bdi>",
                "refused: ",
                "it is not open");
    }

    private static String html(IncidentFinding incident, Reader reader) {
        StringBuilder out = new StringBuilder();
        IncidentPage.of(incident, new Related(List.of(), 0), reader, Optional.empty(), "0:1").write(out);
        return out.toString();
    }
}
