package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.feed.IncidentFeed;
import io.iamwatch.alerting.console.feed.KafkaCommandDesk;
import io.iamwatch.alerting.console.view.Filter;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.alerting.console.view.Order;
import io.iamwatch.alerting.console.view.Related;
import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;

/** Incidents and commands as the console has them, for as long as a command of the terminal runs. */
final class IncidentDesk implements AutoCloseable {

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Map<String, Object> client;
    private final IncidentView view = new IncidentView();
    private final IncidentFeed feed;

    private IncidentDesk(Map<String, Object> client) {
        this.client = client;
        this.feed = IncidentFeed.start(client, view);
    }

    /**
     * Reads all incidents.
     *
     * @throws IllegalStateException if they cannot be read
     */
    static IncidentDesk open(KafkaOptions kafka) {
        Map<String, Object> client = new HashMap<>();
        kafka.clientConfig().forEach((key, value) -> client.put(key.toString(), value));
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        IncidentDesk desk = new IncidentDesk(client);
        try {
            Await.until("incidents", READ_LIMIT, desk.view::isComplete);
        } catch (IllegalStateException inVain) {
            desk.close();
            throw new IllegalStateException("no incidents from Kafka at " + kafka.bootstrapServers() + " within "
                    + READ_LIMIT.toSeconds() + " s; is --bootstrap-servers right?", inVain);
        }
        return desk;
    }

    /** Returns the newest state of incidents, the gravest first. */
    Stream<IncidentFinding> incidents(Set<Status> statuses) {
        return rows(statuses).stream().map(row -> view.find(row.uid()).orElseThrow().incident());
    }

    /**
     * Returns the one whose uid begins so.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    IncidentFinding find(String uid) {
        List<IncidentRow> found = rows(Set.of(Status.values())).stream().filter(row -> row.uid().startsWith(uid))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.isEmpty()
                    ? "no incident " + TerminalText.neutralise(uid) + "; iamwatch incidents list --all lists them"
                    : found.size() + " incidents begin with " + TerminalText.neutralise(uid)
                            + ": more of it is needed");
        }
        return view.find(found.getFirst().uid()).orElseThrow().incident();
    }

    /** Returns what else its actors touched. */
    Related related(IncidentFinding incident) {
        return Related.of(view, incident.unmapped().iamwatch().uid());
    }

    private List<IncidentRow> rows(Set<Status> statuses) {
        Filter filter = new Filter(statuses, Severity.INFORMATIONAL, "", "", "", "");
        return view.page(new ListQuery(filter, Order.SEVERITY, 1, Integer.MAX_VALUE)).rows();
    }

    /** Gives a command, and waits for what becomes of it. */
    CommandDesk.Outcome give(IncidentCommand command, String key, Duration limit) throws InterruptedException {
        try (KafkaCommandDesk desk = new KafkaCommandDesk(client, view, limit)) {
            return desk.give(command, key);
        }
    }

    @Override
    public void close() {
        feed.close();
    }
}
