package io.iamwatch.alerting.console;

import io.iamwatch.alerting.console.feed.IncidentFeed;
import io.iamwatch.alerting.console.feed.KafkaCommandDesk;
import io.iamwatch.alerting.console.feed.KafkaRawRecords;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.web.WebServer;
import java.time.InstantSource;
import java.util.Map;

/** The web console at work: all incidents, live, and what analysts do with them. */
public final class Console implements AutoCloseable {

    private final IncidentFeed feed;
    private final KafkaCommandDesk desk;
    private final WebServer web;
    private final String url;

    private Console(IncidentFeed feed, KafkaCommandDesk desk, WebServer web, String url) {
        this.feed = feed;
        this.desk = desk;
        this.web = web;
        this.url = url;
    }

    /**
     * Starts it. It answers at once, and says so while it still reads what there is.
     *
     * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
     * @throws IllegalStateException if the port is taken
     */
    public static Console start(ConsoleSettings settings, Map<String, Object> kafka, InstantSource wallClock) {
        IncidentView view = new IncidentView();
        KafkaCommandDesk desk = new KafkaCommandDesk(kafka, view, settings.answerLimit());
        WebServer web;
        try {
            web = WebServer.start(settings, view, desk, new KafkaRawRecords(kafka), wallClock);
        } catch (IllegalStateException taken) {
            desk.close();
            throw taken;
        }
        return new Console(IncidentFeed.start(kafka, view), desk, web, web.url(settings));
    }

    /** Returns where the list is. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        web.close();
        feed.close();
        desk.close();
    }
}
