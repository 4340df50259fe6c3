package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.terminal.AlertText;
import io.iamwatch.alerting.terminal.IncidentText;
import io.iamwatch.alerting.terminal.Style;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.Delay;
import io.iamwatch.deploy.demo.Watch.Seen;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows alerts as they come, and each incident once its versions have settled: a grant that arrives before its
 * creation makes three versions within milliseconds, and a person wants the last.
 */
final class DemoScreen implements AutoCloseable {

    private static final long SETTLE_MILLIS = 250;
    private static final String CORE_RULE = "new-admin-user";

    private final OutputFormat format;
    private final Style style;
    private final PrintStream out;
    private final PrintStream people;
    private final ScheduledExecutorService settling = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Story> stories = new HashMap<>();
    private final CountDownLatch newAdminShown = new CountDownLatch(1);

    /** An incident whose newest version waits to be shown. */
    private record Story(IncidentFinding newest, Seen firstWithCoreRule, boolean shownWithCoreRule, int version) {
    }

    DemoScreen(OutputFormat format, Style style, PrintStream out, PrintStream err) {
        this.format = format;
        this.style = style;
        this.out = out;
        this.people = format == OutputFormat.NDJSON ? err : out;
    }

    void see(Seen seen) {
        if (seen.topic().equals(Topics.ALERTS.name())) {
            showAlert(seen);
        } else {
            IncidentFinding incident = JsonSerde.incidents().deserializer().deserialize(seen.topic(), seen.value());
            settling.execute(() -> settle(incident, seen));
        }
    }

    private void showAlert(Seen seen) {
        if (format == OutputFormat.NDJSON) {
            out.println(new String(seen.value(), UTF_8));
            out.flush();
            return;
        }
        DetectionFinding alert = JsonSerde.alerts().deserializer().deserialize(seen.topic(), seen.value());
        settling.execute(() -> {
            if (alert.activityId() == Activity.CREATE) {
                out.println();
                out.print(AlertText.of(alert, style));
            } else {
                out.println(AlertText.line(alert, style));
            }
            out.flush();
        });
    }

    private void settle(IncidentFinding incident, Seen seen) {
        String uid = incident.unmapped().iamwatch().uid();
        Story before = stories.getOrDefault(uid, new Story(incident, null, false, 0));
        boolean first = before.firstWithCoreRule() == null && holdsCoreRule(incident);
        Story story = new Story(incident, first ? seen : before.firstWithCoreRule(), before.shownWithCoreRule(),
                before.version() + 1);
        stories.put(uid, story);
        var unused = settling.schedule(() -> show(uid, story.version()), SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void show(String uid, int version) {
        Story story = stories.get(uid);
        if (story.version() != version) {
            return;
        }
        people.println();
        people.print(IncidentText.of(story.newest(), style));
        if (story.firstWithCoreRule() != null && !story.shownWithCoreRule()) {
            story.firstWithCoreRule().delay().ifPresent(this::showDelay);
            stories.put(uid, new Story(story.newest(), story.firstWithCoreRule(), true, version));
            newAdminShown.countDown();
        }
        people.flush();
    }

    private void showDelay(Delay delay) {
        people.println();
        people.printf(Locale.ROOT, "  Kinesis accepted the record → alert readable (read_committed): %s%n",
                style.strong(String.format(Locale.ROOT, "%.0f ms", delay.toAlert() / 1000.0)));
        people.printf(Locale.ROOT, "    ingest %.0f ms + detector %.0f ms; then alerting %.0f ms to the incident%n",
                delay.ingest() / 1000.0, delay.detector() / 1000.0, delay.alerting() / 1000.0);
    }

    private static boolean holdsCoreRule(IncidentFinding incident) {
        return incident.findingInfoList().stream().anyMatch(info -> CORE_RULE.equals(info.analytic().uid()));
    }

    /** Waits until an incident that holds new-admin-user is on the screen. */
    boolean awaitNewAdmin(long timeoutSeconds) throws InterruptedException {
        return newAdminShown.await(timeoutSeconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        settling.shutdownNow();
    }
}
