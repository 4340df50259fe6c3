package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.deploy.canary.Canary;
import io.iamwatch.deploy.canary.CanarySettings;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.status.Health;
import io.iamwatch.deploy.status.ServiceMetrics;
import io.iamwatch.deploy.status.StatusServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All that watches a detector in a process of its own: every metric behind the real endpoint, somebody who asks for
 * them as Prometheus does, and a canary in each partition at its default interval.
 */
final class Watchers implements AutoCloseable {

    /** As in the configuration of Prometheus that comes with this. */
    static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);

    private static final String HEARD = "iamwatch_canary_pairs_total{outcome=\"heard\"}";
    private static final String PUT = "iamwatch_canary_pairs_total{outcome=\"put\"}";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OK = 200;

    /** Virtual threads answer; these are those that carry them, and the one that gives requests out to them. */
    private static final List<String> THREADS = List.of("ForkJoinPool-", "HTTP-Dispatcher", "canary");

    private static final Health WELL = new Health() {
        @Override
        public Optional<String> failed() {
            return Optional.empty();
        }

        @Override
        public List<String> notReady() {
            return List.of();
        }
    };

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService prometheus = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger scrapes = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final CanaryMark mark;
    private final ServiceMetrics metrics;
    private final StatusServer status;
    private final Canary canary;

    /** Begins to watch, and returns when the canary has put its first pairs, which the detector is to find. */
    Watchers(FilledBroker broker, Path folder, InstantSource wallClock) {
        List<String> accounts = CanaryAccounts.of(FilledBroker.PARTITIONS);
        mark = new CanaryMark(accounts, List.of("the-key-of-a-benchmark-is-no-secret"));
        metrics = new ServiceMetrics(folder);
        metrics.add(WELL);
        status = StatusServer.start("127.0.0.1", 0, WELL, metrics::scrape, Optional.empty(), Optional.empty(),
                wallClock);
        canary = Canary.start(
                new CanarySettings(accounts, mark, CanarySettings.DEFAULT_INTERVAL, Optional.empty()),
                broker.client(), FilledBroker.PARTITIONS, wallClock);
        Await.until("the canary's first pairs", LIMIT, () -> value(scrape(), PUT) >= FilledBroker.PARTITIONS);
    }

    /** Returns by what the detector knows the canary. */
    CanaryMark mark() {
        return mark;
    }

    /** Returns whether a thread of a name works for the watchers only. */
    static boolean isOne(String thread) {
        return THREADS.stream().anyMatch(thread::startsWith) || thread.endsWith("| iamwatch-canary");
    }

    /**
     * Begins to ask for metrics, the first time at once.
     *
     * @param looked is run after each time
     */
    void beginScraping(Runnable looked) {
        var unused = prometheus.scheduleAtFixedRate(() -> {
            try {
                scrape();
                scrapes.incrementAndGet();
                looked.run();
            } catch (RuntimeException refused) {
                failure.compareAndSet(null, refused);
            }
        }, 0, SCRAPE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns how often metrics were asked for, and asks no more. */
    int endScraping() {
        prometheus.close();
        if (failure.get() != null) {
            throw new IllegalStateException("metrics were asked for in vain", failure.get());
        }
        return scrapes.get();
    }

    /** Waits until an alert of each partition's canary has come, and returns how many have. */
    long awaitCanary() {
        Await.until("the canary's alerts", LIMIT, () -> heard() >= FilledBroker.PARTITIONS);
        return heard();
    }

    private long heard() {
        return (long) value(scrape(), HEARD);
    }

    private String scrape() {
        try {
            HttpResponse<String> answer = http.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + status.port() + "/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IllegalStateException("/metrics was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException refused) {
            throw new UncheckedIOException("/metrics was not answered", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while metrics were asked for", interrupted);
        }
    }

    private static double value(String text, String series) {
        return text.lines().filter(line -> line.startsWith(series)).findFirst()
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).orElse(0.0);
    }

    @Override
    public void close() {
        prometheus.shutdownNow();
        canary.close();
        status.close();
        metrics.close();
        http.shutdownNow();
    }
}
