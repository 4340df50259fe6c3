package io.iamwatch.alerting.notify.sink;

import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.alerting.notify.SinkSettings;

/** Opens sinks. */
public final class Sinks {

    private Sinks() {
    }

    /** Returns a sink that has told nothing yet; it connects when it is told something. */
    public static Sink open(SinkSettings settings) {
        return switch (settings.destination()) {
            case Destination.Slack slack -> new HttpSink(slack, settings.timeout());
            case Destination.PagerDuty pagerDuty -> new HttpSink(pagerDuty, settings.timeout());
            case Destination.Webhook webhook -> new HttpSink(webhook, settings.timeout());
            case Destination.Sns sns -> SnsSink.open(sns, settings.timeout());
        };
    }
}
