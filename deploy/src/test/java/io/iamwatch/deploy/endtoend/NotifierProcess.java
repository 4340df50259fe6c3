package io.iamwatch.deploy.endtoend;

import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.RetryPlan;
import io.iamwatch.alerting.notify.Route;
import io.iamwatch.alerting.notify.Secret;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import io.iamwatch.alerting.notify.outbox.Notifier;
import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A sender of notifications as a process that can be killed. */
final class NotifierProcess {

    static final String READY = "ready";
    static final String SINK = "soc";

    /** Who has not polled for so long is out of its group. */
    static final int POLL_INTERVAL_SECONDS = 10;

    private NotifierProcess() {
    }

    /** Starts such a process and returns at once. */
    static JavaProcess start(String bootstrapServers, String url) {
        return JavaProcess.start(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"),
                NotifierProcess.class.getName(), bootstrapServers, url));
    }

    public static void main(String[] args) throws InterruptedException {
        EndWithTheTest.watch();
        Notifier notifier = Notifier.start(Map.of("bootstrap.servers", args[0],
                "main.consumer.session.timeout.ms", 3000, "main.consumer.heartbeat.interval.ms", 500,
                "main.consumer.max.poll.interval.ms", 1000 * POLL_INTERVAL_SECONDS),
                List.of(settings(args[1])), InstantSource.system(), new SplittableRandom(), new DeliveryCounts());
        Await.until("the sender", Duration.ofMinutes(1), notifier::isRunning);
        System.out.println(READY);
        Thread.currentThread().join();
    }

    static SinkSettings settings(String url) {
        return new SinkSettings(SINK,
                new Destination.Webhook(new Secret(url), List.of(new Secret("whsec_" + "QUFB".repeat(8)))), Route.ALL,
                new RetryPlan(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofHours(1)),
                Duration.ofSeconds(5));
    }
}
