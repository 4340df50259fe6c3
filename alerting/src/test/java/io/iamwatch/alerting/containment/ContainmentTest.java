package io.iamwatch.alerting.containment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Ocsf;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainmentTest {

    private static final String USER = "arn:aws:iam::111122223333:user/team/eve";

    @Test
    void looksBeforeItChangesAndDeletesLast() {
        List<Step> steps = Containment.of(incident(USER));
        assertThat(steps).extracting(Step::title).containsExactly("Be in the right account",
                "Look, and keep what you see", "Cap and deny", "Take the credentials",
                "Deny from the management account", "End the sessions of roles that it assumed",
                "Then whoever did it", "Only then detach and delete");
        assertThat(steps.get(1).commands()).allMatch(command -> command.matches("aws iam (get|list)-.*"));
        assertThat(steps.get(2).commands()).contains("aws iam attach-user-policy --user-name='eve'"
                + " --policy-arn='arn:aws:iam::aws:policy/AWSDenyAll'");
        assertThat(steps.get(6).notes().getFirst()).contains("christophe");
    }

    @Test
    void ofARoleTheSessionsEndOnceItIsDeniedFromOutside() {
        assertThat(Containment.of(incident("arn:aws:iam::111122223333:role/deploy"))).extracting(Step::title)
                .containsSubsequence("Cap and deny", "Deny from the management account", "End its sessions");
    }

    @Test
    void isForThePartitionAndTheKind() {
        assertThat(commands("arn:aws-cn:iam::111122223333:user/eve"))
                .anyMatch(command -> command.contains("'arn:aws-cn:iam::aws:policy/AWSDenyAll'"));
        assertThat(commands("arn:aws:iam::111122223333:group/ops"))
                .contains("aws iam get-group --group-name='ops'").noneMatch(command -> command.contains("--user-name"));
        assertThat(commands("arn:aws:iam::111122223333:role/deploy"))
                .anyMatch(command -> command.startsWith("aws iam put-role-policy --role-name='deploy'"));
    }

    /** A name that begins with a dash, and all that IAM allows in one. */
    @Test
    void everyNameThatIamAllowsIsAWordOfTheShell() throws Exception {
        String name = "-rf+=,.@_-";
        for (String command : commands("arn:aws:iam::111122223333:user/" + name)) {
            if (command.contains("--user-name")) {
                assertThat(words(command)).contains("--user-name=" + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "arn:aws:iam::111122223333:user/a'; rm -rf ~; '", "arn:aws:iam::111122223333:user/$(id)",
                    "arn:aws:iam::1:user/eve", "arn:aws:iam::111122223333:user/eve\n",
                    "arn:aws:iam::111122223333:user/\u202eeve",
                    "arn:evil:iam::111122223333:user/eve", "arn:aws:sts::111122223333:assumed-role/a/b"})
    void givesNoCommandForWhatIamDoesNotName(String arn) {
        assertThat(Containment.of(incident(arn))).singleElement()
                .satisfies(step -> assertThat(step.commands()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eve", "-n", "a'b", "'", "$(id)", "`id`", "a b", "\\", "\"", "x\ny", "*", "~", "!1", "\u202e"})
    void quotesWhateverItIs(String text) throws Exception {
        assertThat(words("true " + ShellWord.option("--name", text))).containsExactly("true", "--name=" + text);
    }

    /** The date comes from the shell at the time it is run; the rest is JSON. */
    @Test
    void theRevocationIsAPolicyOfTheMomentItIsRun() throws Exception {
        String command = commands("arn:aws:iam::111122223333:role/deploy").stream()
                .filter(it -> it.contains("AWSRevokeOlderSessions")).findFirst().orElseThrow();
        assertThat(words(command).getLast())
                .matches("--policy-document=\\{.*\"aws:TokenIssueTime\":\"20[0-9-]{8}T[0-9:]{8}Z\"}}}]}");
    }

    /** The words that a real shell makes of a command. */
    private static List<String> words(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + command).start();
        String out = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).isEqualTo(0);
        return List.of(out.split("\0"));
    }

    @Test
    void endsTheSessionsOfEachRoleAndGoesOnWithWhatItMade() {
        IncidentFinding incident = Eve.incident(Told.administrator(), Told.by("self-escalation")
                .call(2, "eve", "AssumeRole", role("arn:aws:iam::111122223333:role/ops/deploy"))
                .call(3, "eve", "AssumeRole", role("arn:aws:iam::999922223333:role/audit"))
                .call(4, "eve", "AssumeRole", role("arn:aws:iam::111122223333:role/AWSServiceRoleForEcs"))
                .call(5, "eve", "AssumeRole", role("arn:aws:iam::111122223333:role/x;rm -rf /"))
                .call(6, "eve", "CreateUser", "{'requestParameters':{'userName':'eve2'}}")
                .call(7, "eve", "CreateUser", "{'requestParameters':{'userName':'-x $(id)'}}")
                .call(8, "eve", "CreateAccessKey", "{'requestParameters':{'userName':'bob'},'responseElements':"
                        + "{'accessKey':{'accessKeyId':'AKIA0123456789ABCDEF'}}}"));
        List<Step> steps = Containment.of(incident);
        Step sessions = steps.stream().filter(step -> step.title().contains("sessions")).findFirst().orElseThrow();
        assertThat(sessions.commands()).singleElement().asString().contains("--role-name='deploy'",
                "AWSRevokeOlderSessions");
        assertThat(sessions.notes()).anyMatch(note -> note.contains("account 999922223333: role audit"))
                .anyMatch(note -> note.contains("Cannot be edited: role AWSServiceRoleForEcs"))
                .anyMatch(note -> note.contains("x;rm -rf /"));
        Step made = steps.stream().filter(step -> step.title().equals("Then what it made")).findFirst().orElseThrow();
        assertThat(made.commands()).containsExactly(
                "aws iam put-user-permissions-boundary --user-name='eve2'"
                        + " --permissions-boundary='arn:aws:iam::aws:policy/AWSDenyAll'",
                "aws iam attach-user-policy --user-name='eve2' --policy-arn='arn:aws:iam::aws:policy/AWSDenyAll'",
                "aws iam update-access-key --user-name='bob' --status=Inactive"
                        + " --access-key-id='AKIA0123456789ABCDEF'");
        assertThat(made.notes()).anyMatch(note -> note.contains("-x $(id)"));
        assertThat(steps.getLast().title()).startsWith("Only then");
    }

    private static String role(String arn) {
        return "{'requestParameters':{'roleArn':'" + arn + "'}}";
    }

    private static List<String> commands(String arn) {
        return Containment.of(incident(arn)).stream().flatMap(step -> step.commands().stream()).toList();
    }

    private static IncidentFinding incident(String arn) {
        IncidentFinding told = ((Incidents.Outcome.Changed) Incidents.apply(Optional.empty(), Alerts.attack().at(7)))
                .incident();
        IncidentFinding.Details known = told.unmapped().iamwatch();
        var details = new IncidentFinding.Details(known.uid(), known.key(),
                new Ocsf.Resource("eve", arn, null, "AWS::IAM::User"), known.alerts(), known.alertsTotal(),
                known.blindSpots(), known.severityReason(), known.workflow(), known.investigation());
        return IncidentFinding.of(told.activityId(), told.severityId(), told.statusId(),
                new IncidentFinding.Times(told.time(), told.startTime(), told.endTime()), told.message(), told.desc(),
                new IncidentFinding.Body(told.metadata(), told.cloud(), told.assigneeGroup(), told.findingInfoList(),
                        details));
    }
}
