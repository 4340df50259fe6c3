package io.iamwatch.ingest.connect;

import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.measure.DelayHistogram;
import io.iamwatch.ingest.kinesis.ShardEvents;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Counts since the task's start, through Connect's metrics of plugins (KIP-877): in total, and for each shard with
 * a tag {@code shard}. Events count where they were decoded, written or not:
 *
 * <pre>
 * outcomes = events + canary-events + rejected
 * events = the sum of events-by-route
 * rejected = the sum of rejected-by-reason
 * </pre>
 *
 * Of each identity event, {@code aws-delay} is AWS's share of its delay, from the call to its record's arrival in
 * Kinesis (event times are whole seconds), and {@code delay} the share of ingest, from there until it is handed to
 * Kafka's producer. {@code canary-events} are identity events of accounts whose ids are longer than AWS's: they say
 * nothing of AWS, and are neither events nor measured. How many names there can be is bounded, whatever comes in.
 */
final class IngestMetrics implements ShardEvents {

    private static final int MOST_SHARDS = 500;
    private static final int MOST_REASONS = 40;
    private static final String OTHER = "other";
    private static final long BETWEEN_ATTEMPTS_NANOS = 100_000_000;

    /** Sizes and positions in a reason would make a name of each. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    private final Optional<OwnMetrics> own;
    private final Optional<PluginMetrics> plugin;
    private final ShardMeters total;
    private final Map<ShardId, ShardMeters> shards = new ConcurrentHashMap<>();
    private final Map<String, Meter> reasons = new ConcurrentHashMap<>();
    private final Map<Route, Meter> routes = new ConcurrentHashMap<>();
    private final Optional<DelayHistogram> awsDelay;
    private final Optional<DelayHistogram> delay;

    private IngestMetrics(Optional<OwnMetrics> own) {
        this.own = own;
        this.plugin = own.map(metrics -> metrics);
        this.total = new ShardMeters(plugin, Map.of());
        for (Route route : Route.values()) {
            routes.put(route, Meter.shown(plugin, "events-by-route-total", "CloudTrail records decoded, by route",
                    Map.of("route", route.name().toLowerCase(java.util.Locale.ROOT))));
        }
        this.awsDelay = plugin.map(metrics -> delays(metrics, "aws-delay", DelayHistogram.DELIVERY));
        this.delay = plugin.map(metrics -> delays(metrics, "delay", DelayHistogram.PIPELINE));
    }

    /**
     * Makes the counters and, where the worker has metrics for plugins, shows them there. Connect gives a task up that
     * does not stop in time, and starts the next one beside it: as long as the former has these names, this waits.
     *
     * @param attempts how often to try, a tenth of a second apart
     * @throws ConnectException if the former still has them then
     */
    static IngestMetrics in(SourceTaskContext context, int attempts) {
        PluginMetrics worker = pluginMetrics(context);
        if (worker == null) {
            return new IngestMetrics(Optional.empty());
        }
        OwnMetrics own = new OwnMetrics(worker);
        for (int attempt = 1;; attempt++) {
            try {
                return new IngestMetrics(Optional.of(own));
            } catch (IllegalArgumentException taken) {
                own.removeAll();
                if (attempt >= attempts) {
                    throw new ConnectException("a former task of this worker has not stopped yet and still shows its "
                            + "metrics; restart this task when it has: " + taken.getMessage(), taken);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            }
        }
    }

    /** The task stops: what is counted from now on is shown under no new name. */
    void close() {
        own.ifPresent(OwnMetrics::close);
    }

    private static PluginMetrics pluginMetrics(SourceTaskContext context) {
        try {
            return context.pluginMetrics();
        } catch (NoSuchMethodError | NoClassDefFoundError olderWorker) {
            return null;
        }
    }

    /** Not through a sensor of the plugin: those of the same name are one for all tasks of a worker. */
    private static DelayHistogram delays(PluginMetrics plugin, String name, List<Double> bounds) {
        DelayHistogram delays = new DelayHistogram(name, bounds, (metric, tags) -> plugin.metricName(metric,
                "identity events whose delay was not longer, or its sum", new LinkedHashMap<>(tags)));
        delays.stats().forEach(shown -> plugin.addMetric(shown.name(), shown.stat()));
        return delays;
    }

    void kinesisRecord(ShardId shard, int bytes) {
        total.record(bytes);
        of(shard).record(bytes);
    }

    void event(ShardId shard, Route route) {
        total.events().add(1);
        of(shard).events().add(1);
        routes.get(route).add(1);
    }

    void canaryEvent(ShardId shard) {
        total.canary().add(1);
        of(shard).canary().add(1);
    }

    /**
     * Measures an identity event's way so far.
     *
     * @param arrival when its Kinesis record arrived; null if that is not known
     * @param handedOver to Kafka's producer
     */
    void identityEvent(Instant eventTime, Instant arrival, Instant handedOver) {
        if (arrival != null) {
            awsDelay.ifPresent(delays -> delays.record(seconds(eventTime, arrival)));
            delay.ifPresent(delays -> delays.record(seconds(arrival, handedOver)));
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    void rejected(ShardId shard, String reason) {
        total.rejected().add(1);
        of(shard).rejected().add(1);
        String name = NUMBERS.matcher(reason).replaceAll("N");
        boolean known = reasons.containsKey(name) || reasons.size() < MOST_REASONS;
        reasons.computeIfAbsent(known ? name : OTHER, text -> Meter.shown(plugin, "rejected-by-reason-total",
                "units that are no usable CloudTrail record, by reason", Map.of("reason", text))).add(1);
    }

    @Override
    public void retried(ShardId shard) {
        total.retries().add(1);
        of(shard).retries().add(1);
    }

    @Override
    public void behind(ShardId shard, long millis) {
        of(shard).behind().set(millis);
        total.behind().set(shards.values().stream().mapToLong(meters -> meters.behind().get()).max().orElse(millis));
    }

    @Override
    public void gap(ShardId shard, Duration size) {
        total.gap(size);
        of(shard).gap(size);
    }

    @Override
    public void repeated(ShardId shard) {
        total.repeated().add(1);
        of(shard).repeated().add(1);
    }

    private ShardMeters of(ShardId shard) {
        ShardMeters known = shards.get(shard);
        if (known != null) {
            return known;
        }
        // Beyond the bound a shard is counted and not shown.
        Optional<PluginMetrics> shown = shards.size() < MOST_SHARDS ? plugin : Optional.empty();
        return shards.computeIfAbsent(shard, id -> new ShardMeters(shown, Map.of("shard", id.toString())));
    }
}
