package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.AlertText;
import io.iamwatch.alerting.terminal.IncidentText;
import io.iamwatch.alerting.terminal.Style;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.CoreRule;
import io.iamwatch.deploy.demo.Delay;
import io.iamwatch.deploy.demo.Watch.Seen;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows alerts as they come, and each incident once its versions have settled: a grant that arrives before its
 * creation makes three versions within milliseconds, and a person wants the last.
 */
final class DemoScreen implements AutoCloseable {

    private static final long SETTLE_MILLIS = 250;

    private final OutputFormat format;
    private final Style style;
    private final PrintStream out;
    private final PrintStream people;
    private final PrintStream err;
    private final ScheduledExecutorService settling = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Story> stories = new HashMap<>();
    private final CompletableFuture<Void> newAdminShown = new CompletableFuture<>();

    /**
     * An incident whose newest version waits to be shown.
     *
     * @param delay of the first version that held the core rule and has one
     */
    private record Story(IncidentFinding newest, Optional<Delay> delay, boolean delayShown, int version) {
    }

    DemoScreen(OutputFormat format, PrintStream out, PrintStream err) {
        boolean peopleReadErr = format == OutputFormat.NDJSON;
        this.format = format;
        this.style = peopleReadErr ? Terminal.ofStandardError() : Terminal.ofStandardOutput();
        this.out = out;
        this.people = peopleReadErr ? err : out;
        this.err = err;
    }

    /** Shows, on a thread of its own, what may be shown of it; tombstones are not. */
    void see(Seen seen) {
        if (seen.value() != null) {
            settling.execute(() -> guarded(seen.topic(), () -> show(seen)));
        }
    }

    /** What others wrote into a topic must not end the show. */
    private void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            err.println("cannot show something of " + what + ": " + failure.getClass().getSimpleName());
        }
    }

    private void show(Seen seen) {
        if (seen.topic().equals(Topics.INCIDENTS.name())) {
            settle(JsonSerde.incidents().deserializer().deserialize(seen.topic(), seen.value()), seen.delay());
        } else if (format == OutputFormat.NDJSON) {
            JsonLine.of(seen.value()).ifPresentOrElse(out::println,
                    () -> err.println("a value of " + seen.topic() + " is no JSON, not shown"));
        } else {
            showAlert(JsonSerde.alerts().deserializer().deserialize(seen.topic(), seen.value()));
        }
    }

    private void showAlert(DetectionFinding alert) {
        if (alert.activityId() == Activity.CREATE) {
            out.println();
            out.print(AlertText.of(alert, style));
        } else {
            out.println(AlertText.line(alert, style));
        }
        out.flush();
    }

    private void settle(IncidentFinding incident, Optional<Delay> delay) {
        String uid = incident.unmapped().iamwatch().uid();
        Story before = stories.getOrDefault(uid, new Story(incident, Optional.empty(), false, 0));
        Optional<Delay> first = before.delay().or(() -> CoreRule.isIn(incident) ? delay : Optional.empty());
        Story story = new Story(incident, first, before.delayShown(), before.version() + 1);
        stories.put(uid, story);
        var unused = settling.schedule(() -> guarded(Topics.INCIDENTS.name(), () -> showSettled(uid, story.version())),
                SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void showSettled(String uid, int version) {
        Story story = stories.get(uid);
        if (story.version() != version) {
            return;
        }
        people.println();
        people.print(IncidentText.of(story.newest(), style));
        if (story.delay().isPresent() && !story.delayShown()) {
            showDelay(story.delay().get());
            stories.put(uid, new Story(story.newest(), story.delay(), true, version));
        }
        people.flush();
        if (CoreRule.isIn(story.newest())) {
            newAdminShown.complete(null);
        }
    }

    private void showDelay(Delay delay) {
        people.println();
        people.printf(Locale.ROOT, "  Kinesis accepted the record → alert readable (read_committed): %s%n",
                style.strong(String.format(Locale.ROOT, "%.0f ms", delay.toAlert() / 1000.0)));
        people.printf(Locale.ROOT, "    ingest %.0f ms + detector %.0f ms; then alerting %.0f ms to the incident%n",
                delay.ingest() / 1000.0, delay.detector() / 1000.0, delay.alerting() / 1000.0);
    }

    /** Returns what completes when an incident that holds new-admin-user is on the screen. */
    CompletableFuture<Void> newAdminShown() {
        return newAdminShown;
    }

    @Override
    public void close() {
        settling.shutdownNow();
    }
}
