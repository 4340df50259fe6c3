package io.iamwatch.ingest.connect;

import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.ingest.kinesis.ShardEvents;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Counts since the task's start, through Connect's metrics of plugins (KIP-877): in total, and for each shard with
 * a tag {@code shard}. Events count where they were decoded, written or not: {@code outcomes = events + rejected}.
 * How many names there can be is bounded, whatever comes in.
 */
final class IngestMetrics implements ShardEvents {

    private static final int MOST_SHARDS = 500;
    private static final int MOST_REASONS = 40;
    private static final String OTHER = "other";

    /** Sizes and positions in a reason would make a name of each. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    private final Optional<PluginMetrics> plugin;
    private final ShardMeters total;
    private final Map<ShardId, ShardMeters> shards = new ConcurrentHashMap<>();
    private final Map<String, Meter> reasons = new ConcurrentHashMap<>();
    private final Map<Route, Meter> routes = new ConcurrentHashMap<>();
    private final Optional<Sensor> age;

    private IngestMetrics(Optional<PluginMetrics> plugin) {
        this.plugin = plugin;
        this.total = new ShardMeters(plugin, Map.of());
        for (Route route : Route.values()) {
            routes.put(route, Meter.shown(plugin, "events-by-route-total", "CloudTrail records decoded, by route",
                    Map.of("route", route.name().toLowerCase(java.util.Locale.ROOT))));
        }
        this.age = plugin.map(IngestMetrics::ageSensor);
    }

    /** Makes the counters and, where the worker has metrics for plugins, shows them there. */
    static IngestMetrics in(SourceTaskContext context) {
        return new IngestMetrics(Optional.ofNullable(pluginMetrics(context)));
    }

    private static PluginMetrics pluginMetrics(SourceTaskContext context) {
        try {
            return context.pluginMetrics();
        } catch (NoSuchMethodError | NoClassDefFoundError olderWorker) {
            return null;
        }
    }

    private static Sensor ageSensor(PluginMetrics plugin) {
        Sensor sensor = plugin.addSensor("event-age");
        sensor.add(plugin.metricName("event-age-ms-avg",
                "milliseconds from the call to its record's arrival in Kinesis, mean: AWS's share of the delay",
                new LinkedHashMap<>()), new Avg());
        sensor.add(plugin.metricName("event-age-ms-max",
                "milliseconds from the call to its record's arrival in Kinesis, most", new LinkedHashMap<>()),
                new Max());
        return sensor;
    }

    void kinesisRecord(ShardId shard, int bytes) {
        total.record(bytes);
        of(shard).record(bytes);
    }

    /**
     * Counts an event.
     *
     * @param arrival when its Kinesis record arrived; null if that is not known
     */
    void event(ShardId shard, Route route, Instant eventTime, Instant arrival) {
        total.events().add(1);
        of(shard).events().add(1);
        routes.get(route).add(1);
        if (arrival != null) {
            double millis = Math.max(0.0, (double) Duration.between(eventTime, arrival).toMillis());
            age.ifPresent(sensor -> sensor.record(millis));
        }
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
