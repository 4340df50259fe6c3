package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.decode.PayloadDecoder;
import io.iamwatch.ingest.kinesis.Fetched;
import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.Prefetch;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Reads the shards that the connector gave it, each from its stored position on. */
public final class KinesisSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisSourceTask.class);

    /** How long a poll waits for something; Connect cannot pause or stop a task meanwhile. */
    private static final Duration WAIT = Duration.ofMillis(100);

    /**
     * A first start at the newest record is pinned that long before the worker's time, since Kinesis compares it with
     * its own clock: were the worker's ahead, records would be skipped, and a time in the future is refused. What
     * arrived right before the start may be read too, which does no harm.
     */
    private static final Duration PIN_BACK = Duration.ofSeconds(5);

    /** So often, a tenth of a second apart: longer than Connect waits for a task to stop. */
    private static final int METRICS_ATTEMPTS = 200;

    private final Function<KinesisEndpoint, KinesisClient> kinesis;
    private final InstantSource wallClock;
    private final TransactionPace pace;

    /** First starts at the newest record that are not stored yet. */
    private final Map<ShardId, Position> pins = new HashMap<>();

    private RecordMapper mapper;
    private ShardGate gate;
    private ShardStarts starts;
    private volatile Prefetch prefetch;
    private volatile IngestMetrics metrics;
    private Fetched current;
    private int next;

    /** Called by Connect. */
    public KinesisSourceTask() {
        this(KinesisEndpoint::connect, InstantSource.system());
    }

    KinesisSourceTask(Function<KinesisEndpoint, KinesisClient> kinesis, InstantSource wallClock) {
        this.kinesis = kinesis;
        this.wallClock = wallClock;
        this.pace = new TransactionPace(wallClock);
    }

    @Override
    public String version() {
        return KinesisSourceConnector.pluginVersion();
    }

    @Override
    public void start(Map<String, String> props) {
        KinesisSourceConfig config = new KinesisSourceConfig(props);
        List<Lineage> shards = Assignment.of(config).shards();
        metrics = IngestMetrics.in(context, METRICS_ATTEMPTS);
        mapper = new RecordMapper(new PayloadDecoder(config.decodeBounds()), config.activityEnabled(),
                config.maxRecordBytes(), metrics, wallClock);
        prefetch = new Prefetch(new KinesisClients(kinesis, config.endpointOfKinesis()), config.consumption(),
                shards.size(), metrics, wallClock);
        gate = new ShardGate(shards, wallClock);
        starts = new ShardStarts(config.start(), config.startTimestamp()
                .orElseGet(() -> Instant.ofEpochMilli(wallClock.millis()).minus(PIN_BACK)));
        Map<ShardId, Position> stored = stored();
        shards.forEach(shard -> starts.decide(shard, stored).ifPresent(pin -> pins.put(shard.shard(), pin)));
        readWhatIsOpen(stored);
    }

    private Map<ShardId, Position> stored() {
        return SourceOffsets.read(context.offsetStorageReader(), gate.interesting());
    }

    private void readWhatIsOpen(Map<ShardId, Position> stored) {
        for (Lineage lineage : gate.open(stored)) {
            ShardId shard = lineage.shard();
            Position start = stored.getOrDefault(shard, starts.of(shard));
            LOG.info("shard is read: shard={} from={}", shard, start);
            if (!(start instanceof Position.ShardEnd)) {
                prefetch.read(shard, start);
            }
        }
    }

    /**
     * Returns what there is, up to about 8 MiB: as soon as there is something, but 100 ms after the poll before that
     * returned something, unless it is that much already.
     *
     * @return null if there was nothing for a while
     * @throws IllegalStateException if the reader of a shard died; Connect then fails the task
     */
    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (gate.isDue()) {
            readWhatIsOpen(stored());
        }
        PollBatch batch = new PollBatch(mapper);
        Duration pause = pace.pause();
        Duration wait = !pins.isEmpty() ? Duration.ZERO : pause.isPositive() ? pause : WAIT;
        pins.forEach(batch::mark);
        pins.clear();
        while (!batch.isFull() && advance(wait)) {
            drainInto(batch);
            wait = pace.pause();
        }
        List<SourceRecord> records = batch.finish();
        if (records.isEmpty()) {
            return null;
        }
        pace.ended();
        return records;
    }

    private boolean advance(Duration wait) throws InterruptedException {
        if (current == null) {
            Optional<Fetched> fetched = prefetch.take(wait);
            current = fetched.orElse(null);
            next = 0;
        }
        return current != null;
    }

    private void drainInto(PollBatch batch) {
        while (next < current.records().size() && !batch.isFull()) {
            batch.add(current.shard(), current.records().get(next++));
        }
        if (next < current.records().size()) {
            return;
        }
        current.reached().ifPresent(position -> {
            batch.mark(current.shard(), position);
            if (position instanceof Position.ShardEnd) {
                gate.lookSoon();
            }
        });
        current = null;
    }

    @Override
    public void stop() {
        IngestMetrics shown = metrics;
        if (shown != null) {
            shown.close();
        }
        Prefetch started = prefetch;
        if (started != null) {
            started.close();
        }
    }
}
