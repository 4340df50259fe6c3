package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.RawRecords;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP: what a browser gets, and what an event stream brings before and after it breaks. */
class WebServerTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<WebServer> servers = new ArrayList<>();
    private final IncidentView view = new IncidentView();

    @AfterEach
    void stop() {
        servers.forEach(WebServer::close);
        http.shutdownNow();
    }

    private WebServer serve(IncidentView shown, int port) {
        WebServer server = WebServer.start(new ConsoleSettings("127.0.0.1", port, Optional.empty(), Optional.empty(),
                Optional.empty(), "me", Duration.ofSeconds(1)), shown,
                (command, key) -> new CommandDesk.Outcome.Applied(), place -> new RawRecords.Outcome.Nothing(),
                InstantSource.system());
        servers.add(server);
        return server;
    }

    @Test
    void servesPagesAndFiles() throws Exception {
        view.complete();
        WebServer server = serve(view, 0);
        HttpResponse<String> page = get(server, "/incidents");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!DOCTYPE html><html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
                policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(get(server, "/assets/console.js").body()).contains("EventSource");
        assertThat(get(server, "/assets/console.css").body()).contains("prefers-color-scheme: dark");
        HttpResponse<String> large = http.send(HttpRequest.newBuilder(uri(server, "/api/incidents/x/commands"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void saysThatItsPortIsTaken() {
        WebServer first = serve(view, 0);
        assertThatThrownBy(() -> serve(view, first.port())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("console.port=" + first.port()).hasMessageContaining("-1 for none");
    }

    @Test
    void eventsGoOnAtAnotherServerWhereTheyBroke() throws Exception {
        IncidentView other = new IncidentView();
        view.skip(0, 0);
        view.complete();
        other.complete();
        WebServer first = serve(view, 0);
        String last;
        try (Events events = listen(first, "0:0")) {
            put(Status.NEW, "one", 0, 1);
            put(Status.NEW, "two", 1, 0);
            assertThat(events.next()).contains("\"principal\":\"user one\"");
            assertThat(events.next()).contains("\"principal\":\"user two\"");
            last = events.id;
            assertThat(last).isEqualTo("0:1,1:0");
        }
        first.close();
        // Nobody listened meanwhile.
        put(Status.IN_PROGRESS, "one", 0, 2);
        put(Status.NEW, "three", 1, 1);
        for (IncidentFinding incident : List.of(Shown.about("one"), Shown.about("one"))) {
            Shown.put(other, incident, 0, 1);
        }
        Shown.put(other, Shown.about("two"), 1, 0);
        Shown.put(other, Shown.worked(Shown.about("one"), Status.IN_PROGRESS, Workflow.UNTOUCHED), 0, 2);
        Shown.put(other, Shown.about("three"), 1, 1);
        try (Events events = listen(serve(other, 0), last)) {
            assertThat(events.next()).contains("user one", "\"status\":\"in-progress\"");
            assertThat(events.next()).contains("user three");
            assertThat(events.id).isEqualTo("0:2,1:1");
        }
    }

    @Test
    void positionsOfAnotherTopicBeginAnew() throws Exception {
        Shown.put(view, Shown.attack(), 0, 3);
        view.complete();
        try (Events events = listen(serve(view, 0), "9:99")) {
            assertThat(events.next()).isEqualTo("{}");
            assertThat(events.name).isEqualTo("reset");
            assertThat(events.id).isEqualTo("0:3");
        }
    }

    @Test
    void aListenerThatHasGoneIsForgotten() throws Exception {
        view.complete();
        WebServer server = serve(view, 0);
        for (int i = 0; i < 20; i++) {
            listen(server, "0:0").close();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            put(Status.NEW, "one", 0, view.positions().last().getOrDefault(0, 0L) + 1);
            return server.listeners() == 0;
        });
    }

    private void put(Status status, String user, int partition, long offset) {
        Shown.put(view, Shown.worked(Shown.about(user), status, Workflow.UNTOUCHED), partition, offset);
    }

    private HttpResponse<String> get(WebServer server, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(WebServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private Events listen(WebServer server, String after) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(uri(server, "/api/events")).header("Last-Event-ID", after).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new Events(new BufferedReader(new InputStreamReader(answer.body(), UTF_8)));
    }

    private static final class Events implements AutoCloseable {
        private final BufferedReader lines;
        private String id = "";
        private String name = "";

        Events(BufferedReader lines) {
            this.lines = lines;
        }

        /** The data of the next event. */
        String next() throws IOException {
            while (true) {
                String line = lines.readLine();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return line.substring(6);
                }
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
