package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An analyst at a real browser, on the real pipeline: from the attack to the verdict. */
class BrowserIT {

    private static final String STREAM = "cloudtrail";
    private static final int PARTITIONS = 2;
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String ENTER = "\uE007";
    private static final String ROW = "tr[data-uid] a";
    private static final int WIDE = 1280;
    private static final int PHONE = 390;

    private final InstantSource wallClock = InstantSource.system();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path folder;
    private KinesisEmulator kinesis;
    private int brokerPort;
    private int consolePort;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        Optional<String> missing = Browser.missing();
        missing.ifPresent(reason -> System.out.println("BrowserIT is skipped: " + reason));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        folder = TestFolder.create();
        kinesis = opened(KinesisEmulator.start(Files.createDirectory(folder.resolve("kinesis")), System.out::println));
        kinesis.createStream(STREAM, 1);
        brokerPort = FreePort.find();
        consolePort = FreePort.find();
        ServiceProcess run = opened(ServiceProcess.start("run", folder, Map.of("data.dir",
                folder.resolve("data").toString(), "broker.port", Integer.toString(brokerPort), "topics.partitions",
                Integer.toString(PARTITIONS), "console.port", Integer.toString(consolePort), "kinesis.streams", STREAM,
                "kinesis.region", KinesisEmulator.REGION, "kinesis.endpoint", kinesis.endpoint().toString(),
                "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms", "200")));
        browser = opened(Browser.start());
        run.awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        if (folder != null) {
            TestFolder.remove(folder);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @Test
    void theAttackAppearsByItselfAndIsClosedWithAVerdict() throws Exception {
        browser.device(WIDE, 900, false);
        browser.open("http://127.0.0.1:" + consolePort + "/");
        browser.until("the empty list", "#list", "No open incident");
        browser.until("the stream of events", "#live", "live");
        browser.run("window.sameDocument = true");
        play("mallory");
        browser.until("the incident to appear without a reload", "#list", "mallory");
        browser.until("its whole story", "#list", "christophe created user mallory and made it an administrator");
        assertThat(browser.run("return window.sameDocument === true").asBoolean()).isTrue();
        pictures("list");
        filterByKeyboard();
        browser.press("j");
        assertThat(browser.run("return document.activeElement.closest('tr')?.dataset.uid ?? ''").asText()).hasSize(64);
        browser.press(ENTER);
        browser.until("the incident's page", "#story", "Created by");
        assertThat(browser.text("#story")).contains("christophe", "MFA unknown", "Apart");
        beyondTheStory();
        assertThat(browser.run("return document.querySelector('.containment pre').textContent").asText())
                .contains("aws sts get-caller-identity");
        pictures("incident");
        work();
        reportOfAReplay();
        assertThat(browser.complaints()).isEmpty();
    }

    /** The page that a replay of this very attack gives: nothing but the file, readable by day and by night. */
    private void reportOfAReplay() throws IOException {
        Path candidate = Files.writeString(folder.resolve("candidate-with-a-name-that-is-too-long-for-a-column-"
                + "and-has-no-blank-in-it.yaml"), "rules:\n  new-admin-user:\n    severity: low\n");
        Path report = PICTURES.resolve("report.html").toAbsolutePath();
        CommandRun replay = CommandRun.of(List.of("replay", "--bootstrap-servers", "127.0.0.1:" + brokerPort, "--rules",
                candidate.toString(), "--sweep", "new-admin-user.window=0s,1h,90d", "--sweep",
                "new-admin-user.enabled=true,false", "--format", "html", "--out", report.toString()));
        assertThat(replay.err()).isEmpty();
        assertThat(replay.exitCode()).isZero();
        browser.device(WIDE, 900, false);
        browser.open(report.toUri().toString());
        browser.until("the report", "body", "Alerts by severity and rule");
        assertThat(browser.text("body")).contains("100.0 %", "1 alerts of this range are labelled by verdicts, 1 of",
                "severity Critical became Low",
                "new-admin-user is off there", "./iamwatch replay --bootstrap-servers",
                "--format html --out " + report);
        browser.run("document.querySelectorAll('details').forEach(it => it.open = true)");
        assertThat(browser.run("return performance.getEntriesByType('resource').length").asInt()).isZero();
        for (boolean dark : new boolean[]{false, true}) {
            for (int width : new int[]{WIDE, PHONE}) {
                browser.device(width, 900, dark);
                assertThat(browser.run(PageFaults.SCRIPT)).as("faults of the report, %d wide, dark %s", width, dark)
                        .isEmpty();
            }
        }
        pictures("report");
    }

    private void beyondTheStory() {
        assertThat(browser.text("#contained")).contains("Contained", "no: still an administrator", "Creator");
        assertThat(browser.text("#next")).contains("What next");
        assertThat(browser.text("#unseen")).contains("What we cannot see", "service control policies");
        assertThat(browser.text("#questions")).contains("Which kind of credential was used?");
        assertThat(browser.text("#related")).contains("Related incidents");
        String incident = browser.url();
        browser.click("#timeline td[data-label=Evidence] a");
        browser.until("the record itself", "pre.record", "\"userName\" : \"mallory\"");
        browser.open(incident);
        browser.until("the incident again", "#story", "Created by");
    }

    private void play(String user) {
        Story story = new Story("111122223333", user, wallClock.instant());
        new KinesisFeed(kinesis.client(), STREAM, wallClock)
                .put(story.asRecorded().stream().map(record -> record.getBytes(UTF_8)).toList());
    }

    private void filterByKeyboard() {
        browser.press("/");
        browser.press("nobody" + ENTER);
        browser.until("a filter that nothing passes", "#list", "No incident passes");
        assertThat(browser.url()).contains("principal=nobody");
        browser.open("http://127.0.0.1:" + consolePort + "/incidents?principal=MALLORY");
        browser.until("what passes", ROW, "mallory");
    }

    private void work() {
        browser.run("document.querySelector('[data-action=acknowledge] [name=author]').value = 'ann'");
        browser.click("[data-action=acknowledge] button");
        browser.until("the command to be applied", "main", "Done.");
        browser.until("the new status", "#head", "In Progress");
        assertThat(browser.text("#log")).contains("ann", "acknowledge");
        assertThat(browser.run("return document.querySelector('[data-action=acknowledge]') === null").asBoolean())
                .isTrue();
        assignAndSnooze();
        browser.click("[data-keep=close] summary");
        assertThat(browser.run("return document.querySelector('[data-action=close] [name=author]').value").asText())
                .isEqualTo("ann");
        browser.type("[data-action=close] [name=verdict]", "True");
        browser.type("[data-action=close] [name=text]", "it was \"Ann's\" <script>test</script>");
        browser.click("[data-action=close] button");
        browser.until("the verdict", "#head", "verdict: True Positive");
        assertThat(browser.text("#head")).contains("Closed");
        List<IncidentCommand> commands = Verdicts.read("127.0.0.1:" + brokerPort, PARTITIONS, 5, new ArrayList<>());
        assertThat(commands).extracting(IncidentCommand::author).containsOnly("ann");
        assertThat(commands.subList(0, 2)).extracting(IncidentCommand::action).containsExactly(
                new Action.Acknowledge(), new Action.Assign("bob <b>"));
        assertThat(commands.get(2).action()).isInstanceOfSatisfying(Action.Snooze.class, snooze -> {
            assertThat(snooze.reason()).isEqualTo("he is asked");
            assertThat(snooze.until() - commands.get(2).time()).isEqualTo(Duration.ofDays(1).toMillis());
        });
        assertThat(commands.get(3).action()).isEqualTo(new Action.Resume());
        assertThat(commands.getLast().action())
                .isEqualTo(new Action.Close(Verdict.TRUE_POSITIVE, "it was \"Ann's\" <script>test</script>"));
    }

    private void assignAndSnooze() {
        browser.click("[data-keep=assign] summary");
        browser.run("document.querySelector('[data-action=assign] [name=assignee]').value = ''");
        browser.type("[data-action=assign] [name=assignee]", "bob <b>");
        browser.click("[data-action=assign] button");
        browser.until("the assignee", "#head", "bob <b>");
        browser.click("[data-keep=snooze] summary");
        browser.type("[data-action=snooze] [name=for]", "a day");
        browser.type("[data-action=snooze] [name=reason]", "he is asked");
        browser.click("[data-action=snooze] button");
        browser.until("the status while it waits", "#head", "On Hold");
        assertThat(browser.text("#log")).contains("assign", "snooze", "he is asked");
        browser.click("[data-action=resume] button");
        browser.until("the status after it", "#head", "In Progress");
    }

    /** What a person sees, on a desk and in a hand, by day and by night. */
    private void pictures(String name) throws IOException {
        for (boolean dark : new boolean[]{false, true}) {
            String light = dark ? "dark" : "light";
            browser.device(WIDE, 900, dark);
            browser.screenshot(PICTURES.resolve(name + "-" + light + ".png"));
            browser.device(PHONE, 844, dark);
            assertThat(browser.run("return document.documentElement.scrollWidth <= window.innerWidth").asBoolean())
                    .as(name + " fits a phone").isTrue();
            browser.screenshot(PICTURES.resolve(name + "-phone-" + light + ".png"));
        }
        browser.device(WIDE, 900, false);
    }
}
