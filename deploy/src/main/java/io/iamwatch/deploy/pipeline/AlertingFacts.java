package io.iamwatch.deploy.pipeline;

import io.iamwatch.alerting.console.Console;
import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import java.util.Optional;

/** What alerting tells while it runs in a pipeline. Asked by any thread. */
public final class AlertingFacts {

    private final DeliveryCounts deliveries = new DeliveryCounts();
    private volatile String consoleUrl;

    /** Returns how often what became of notifications. */
    public DeliveryCounts deliveries() {
        return deliveries;
    }

    /** Returns where the console's list is; empty where there is none, or not yet. */
    public Optional<String> consoleUrl() {
        return Optional.ofNullable(consoleUrl);
    }

    void console(Console console) {
        consoleUrl = console.url();
    }
}
