package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.IncidentView.Changed;
import io.iamwatch.alerting.console.view.IncidentView.Changes;
import io.iamwatch.alerting.console.view.Positions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Server-sent events to one caller: the changed incidents, each under the positions that it has read then, so that
 * it can go on from there with any instance.
 */
final class EventStream {

    /** So often a caller that has gone is noticed, and a proxy between sees that the connection lives. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final IncidentView view;
    private final OutputStream out;
    private Positions read;

    EventStream(IncidentView view, OutputStream out, Positions read) {
        this.view = view;
        this.out = out;
        this.read = read;
    }

    /**
     * Writes until the caller has gone.
     *
     * @throws IOException when it has
     * @throws InterruptedException when the server stops
     */
    void run() throws IOException, InterruptedException {
        write("retry: 1000\n\n");
        Changes changes = first();
        while (true) {
            tell(changes);
            changes = view.after(changes.until(), HEARTBEAT);
            if (changes.incidents().isEmpty()) {
                write(": still here\n\n");
            }
        }
    }

    /** A caller whose positions are not of this topic, or ahead of this instance, has to read the list anew. */
    private Changes first() throws IOException {
        Optional<Changes> behind = view.behind(read);
        if (behind.isPresent()) {
            return behind.get();
        }
        Positions here = view.positions();
        write("id: " + here + "\nevent: reset\ndata: {}\n\n");
        read = here;
        return view.behind(here).orElseThrow();
    }

    private void tell(Changes changes) throws IOException {
        StringBuilder events = new StringBuilder();
        for (Changed changed : changes.incidents()) {
            read = read.with(changed.partition(), changed.offset());
            events.append("id: ").append(read).append("\nevent: incident\ndata: ").append(Api.json(changed.row()))
                    .append("\n\n");
        }
        write(events.toString());
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
