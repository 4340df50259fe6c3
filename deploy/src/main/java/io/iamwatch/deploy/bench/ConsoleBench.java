package io.iamwatch.deploy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.alerting.console.Console;
import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.alerting.topology.AlertingService;
import io.iamwatch.deploy.demo.DataFolder;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.StreamsConfig;

/** The console with many open incidents, asked for pages while alerts flow through alerting. */
public final class ConsoleBench implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final int WARM_UP = 10;
    private static final int OK = 200;
    private static final Duration GATHER_LIMIT = Duration.ofMinutes(15);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final int incidents;
    private final int alertsPerSecond;
    private final int requests;
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private boolean closed;

    /**
     * Prepares it.
     *
     * @param requests how often each page is asked for
     * @param progress is told, a line a step, what it does
     */
    public ConsoleBench(int incidents, int alertsPerSecond, int requests, InstantSource wallClock,
            Consumer<String> progress) {
        this.incidents = incidents;
        this.alertsPerSecond = alertsPerSecond;
        this.requests = requests;
        this.wallClock = wallClock;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws IllegalStateException if a part does not come up, or a page is not answered
     * @throws InterruptedException if interrupted while waiting
     */
    public ConsoleFigures run() throws InterruptedException {
        DataFolder folder = DataFolder.create();
        opened(folder::remove);
        EmbeddedBroker broker = opened(EmbeddedBroker.start(folder.path().resolve("broker"), 0));
        broker.createTopics(PARTITIONS);
        AlertFlow flow = opened(new AlertFlow(broker.bootstrapServers(), incidents, wallClock));
        progress.accept("writing an alert about each of " + incidents + " users");
        flow.aboutEverybody();
        AlertingService alerting = opened(AlertingService.start(Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(), StreamsConfig.STATE_DIR_CONFIG, state(folder)), Timing.DEFAULT));
        Await.until("alerting to run", START_LIMIT, alerting::isRunning);
        URI console = URI.create(opened(Console.start(new ConsoleSettings("127.0.0.1", 0, Optional.empty(),
                Optional.empty(), Optional.empty(), "bench", Duration.ofSeconds(5)),
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()), wallClock)).url());
        progress.accept("waiting until they are incidents");
        Await.until(incidents + " incidents", GATHER_LIMIT, () -> total(console) == incidents);
        progress.accept("asking for pages while " + alertsPerSecond + " alerts a second come");
        return measure(console, flow);
    }

    private static String state(DataFolder folder) {
        Path state = folder.path().resolve("state");
        try {
            return Files.createDirectories(state).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create " + state, failure);
        }
    }

    private ConsoleFigures measure(URI console, AlertFlow flow) throws InterruptedException {
        JsonNode first = read(console, "/api/incidents?size=1").path("items").get(0);
        String uid = first.path("uid").asText();
        flow.begin(alertsPerSecond);
        Instant start = wallClock.instant();
        long written = flow.written();
        long positions = positions(console);
        List<ConsoleFigures.Page> pages = new ArrayList<>();
        pages.add(page("list, 50 rows", console, "/incidents"));
        pages.add(page("list, filtered and sorted", console, "/incidents?principal=user9&sort=principal&page=2"));
        pages.add(page("incident", console, "/incidents/" + uid));
        pages.add(page("API: 500 rows", console, "/api/incidents?size=500"));
        pages.add(page("API: incident", console, "/api/incidents/" + uid));
        pages.add(page("API: related incidents", console, "/api/incidents/" + uid + "/related"));
        double seconds = Math.max(0.001, Duration.between(start, wallClock.instant()).toMillis() / 1000.0);
        return new ConsoleFigures(total(console), alertsPerSecond, (flow.written() - written) / seconds,
                (positions(console) - positions) / seconds, pages);
    }

    private ConsoleFigures.Page page(String what, URI console, String path) throws InterruptedException {
        List<Duration> times = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < WARM_UP + requests; i++) {
            Instant begin = wallClock.instant();
            bytes = get(console, path).length;
            if (i >= WARM_UP) {
                times.add(Duration.between(begin, wallClock.instant()));
            }
        }
        times.sort(null);
        return new ConsoleFigures.Page(what, millis(times.get(times.size() / 2)),
                millis(times.get(Math.min(times.size() - 1, times.size() * 95 / 100))), bytes);
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 100_000.0) / 10.0;
    }

    private int total(URI console) {
        try {
            HttpResponse<byte[]> answer = ask(console, "/api/incidents?size=1");
            return answer.statusCode() == OK ? json.readTree(answer.body()).path("total").asInt() : -1;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the console was asked", interrupted);
        }
    }

    /** How far the console has read, over all partitions; gaps of transactions count as well. */
    private long positions(URI console) throws InterruptedException {
        long sum = 0;
        for (String position : read(console, "/api/incidents?size=1").path("position").asText().split(",", -1)) {
            sum += Long.parseLong(position.substring(position.indexOf(':') + 1));
        }
        return sum;
    }

    private JsonNode read(URI console, String path) throws InterruptedException {
        try {
            return json.readTree(get(console, path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private byte[] get(URI console, String path) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = ask(console, path);
            if (answer.statusCode() != OK) {
                throw new IllegalStateException(path + " was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private HttpResponse<byte[]> ask(URI console, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(console.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (open) {
            if (closed) {
                throw new IllegalStateException("the benchmark was stopped while it started");
            }
            open.push(part);
        }
        return part;
    }

    @Override
    public void close() {
        synchronized (open) {
            closed = true;
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception failure) {
                    progress.accept("a part did not stop cleanly: " + failure.getMessage());
                }
            }
        }
        http.shutdownNow();
    }
}
