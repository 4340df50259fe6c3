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
        assertThat(steps.get(6).commands()).contains("aws iam get-user --user-name='christophe'",
                "aws iam attach-user-policy --user-name='christophe' --policy-arn='arn:aws:iam::aws:policy/AWSDenyAll'",
                "aws iam delete-login-profile --user-name='christophe'");
        assertThat(steps.getLast().notes().get(1)).contains("attached AdministratorAccess to user");
        assertThat(steps.getLast().commands()).last().isEqualTo("aws iam delete-user --user-name='eve'");
        assertThat(commandsOf(steps.getLast())).containsExactly("list-access-keys", "delete-login-profile",
                "list-mfa-devices", "list-service-specific-credentials", "list-signing-certificates",
                "list-ssh-public-keys", "list-groups-for-user", "list-attached-user-policies", "list-user-policies",
                "delete-user");
    }

    private static List<String> commandsOf(Step step) {
        return step.commands().stream().map(command -> command.split(" ", -1)[2]).toList();
    }

    @Test
    void keysThatAreKnownAreTakenByTheirIds() {
        IncidentFinding incident = Eve.incident(Told.administrator(), Told.by("credential-for-other-user")
                .call(2, "christophe", "CreateAccessKey", keyOfEve("AKIA0123456789ABCDEF"))
                .call(3, "christophe", "CreateAccessKey", keyOfEve("AKIA$(id)")));
        List<String> commands = Containment.of(incident).stream()
                .filter(step -> step.title().equals("Take the credentials")).findFirst().orElseThrow().commands();
        assertThat(commands.getFirst()).isEqualTo("aws iam update-access-key --user-name='eve' --status=Inactive"
                + " --access-key-id='AKIA0123456789ABCDEF'");
        assertThat(commands).noneMatch(command -> command.contains("$(id)") || command.contains("…"));
    }

    private static String keyOfEve(String id) {
        return "{'requestParameters':{'userName':'eve'},'responseElements':{'accessKey':{'accessKeyId':'" + id + "'}}}";
    }

    @Test
    void whoCreatedIsContainedAsFarAsIamCan() {
        Step step = whoever("role ci-deploy (session build-7)", "role AWSReservedSSO_Admin_0123456789abcdef"
                + " (session ann@example.com)", "the root user", "AWS service ecs.amazonaws.com");
        assertThat(step.commands()).hasSize(4).allMatch(command -> command.contains("--role-name='ci-deploy'"))
                .last().asString().contains("AWSRevokeOlderSessions");
        assertThat(step.notes()).anyMatch(note -> note.contains("of Identity Center and cannot be edited"))
                .anyMatch(note -> note.startsWith("The root user: "));
    }

    private static Step whoever(String... actors) {
        Told told = Told.madeBy("the root user");
        for (String actor : actors) {
            told.call(1, actor, "PutUserPolicy", "{}");
        }
        return Containment.of(Eve.incident(told)).stream()
                .filter(step -> step.title().equals("Then whoever did it")).findFirst().orElseThrow();
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
                .contains("aws iam get-group --group-name='ops'", "aws iam delete-group --group-name='ops'")
                .noneMatch(command -> command.contains("--user-name='ops'"));
        assertThat(commands("arn:aws:iam::111122223333:role/deploy"))
                .anyMatch(command -> command.startsWith("aws iam put-role-policy --role-name='deploy'"));
    }

    /** A name that begins with a dash, and all that IAM allows in one. */
    @Test
    void everyNameThatIamAllowsIsAWordOfTheShell() throws Exception {
        String name = "-rf+=,.@_-";
        for (String command : commands("arn:aws:iam::111122223333:user/" + name)) {
            if (command.contains("--user-name='-") && !command.contains(" | ")) {
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
