package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.NearMisses;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.RulesTimeline;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Serializer;

/** Replays a range of a topic: each record is read once, and judged by all variants in that one pass. */
public final class TopicReplay {

    private final Map<String, Object> client;
    private final ReplayOrder order;
    private final Progress progress;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Is told how far a replay has come; from any thread. */
    public interface Progress {

        /**
         * Told now and then.
         *
         * @param read how many records were read
         * @param of about how many there are
         */
        void at(long read, long of);
    }

    /**
     * Prepares a replay.
     *
     * @param client {@code bootstrap.servers}, and TLS and SASL where they are needed
     */
    public TopicReplay(Map<String, Object> client, ReplayOrder order, Progress progress) {
        this.client = client;
        this.order = order;
        this.progress = progress;
    }

    /**
     * Replays.
     *
     * @throws ReplayFailure if there is no such topic, or the brokers refuse
     * @throws Sweep.RefusedException if a setting that is to be swept does not exist or cannot be set so
     */
    public ReplayReport run() throws Sweep.RefusedException {
        try (KafkaReader kafka = new KafkaReader(client)) {
            InForce inForce = InForce.read(kafka);
            boolean isOfWhatRan = order.topic().equals(Topics.IDENTITY.name()) && !inForce.isEmpty();
            Rules base = order.against() == null ? inForce.newest() : order.against();
            List<Variant> variants = new ArrayList<>(order.variants());
            variants.addAll(Sweep.variants(base, order.sweeps()));
            TopicRange range = TopicRange.find(kafka, order.topic(), order.from(), order.to(), order.warmUp());
            boolean isWarmUp = range.leavesOut(kafka.beginnings(range.read().keySet()));
            List<PartitionRun.Ended> ended = read(kafka, range, number -> timelines(inForce, number, isOfWhatRan, base,
                    variants));
            Results results = new Results(order, range, ended, isOfWhatRan);
            Fidelity fidelity = isOfWhatRan && !isWarmUp
                    ? results.fidelity(LiveAlerts.read(kafka, range,
                            order.accounts()))
                    : null;
            return results.report(base, variants, fidelity, inForce, isWarmUp,
                    order.labels() == null ? VerdictLabels.read(kafka) : order.labels());
        }
    }

    /** The order of the courses: what ran, where that is known; what variants are held against; farther; variants. */
    private static List<RulesTimeline> timelines(InForce inForce, int partition, boolean isOfWhatRan, Rules base,
            List<Variant> variants) {
        List<RulesTimeline> timelines = new ArrayList<>();
        if (isOfWhatRan) {
            timelines.add(inForce.of(partition));
        }
        timelines.add(RulesTimeline.always(base));
        if (!variants.isEmpty()) {
            timelines.add(RulesTimeline.always(NearMisses.farther(base)));
        }
        variants.forEach(variant -> timelines.add(RulesTimeline.always(variant.rules())));
        return timelines;
    }

    private List<PartitionRun.Ended> read(KafkaReader kafka, TopicRange range,
            Function<Integer, List<RulesTimeline>> timelines) {
        AtomicLong read = new AtomicLong();
        long all = range.offsets();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(order.threads(),
                range.partitions())));
        try {
            List<Future<PartitionRun.Ended>> runs = range.numbers().map(number -> threads.submit(() -> {
                Lane lane = new Lane(range.partitions(), order.accounts(), timelines.apply(number), json());
                try (KafkaConsumer<String, byte[]> consumer = kafka.consumerOfNeeded()) {
                    return new PartitionRun(range, number, lane,
                            more -> progress.at(Math.min(read.addAndGet(more), all), all), stopped::get)
                            .run(consumer);
                }
            })).toList();
            List<PartitionRun.Ended> ended = new ArrayList<>();
            for (Future<PartitionRun.Ended> run : runs) {
                ended.add(run.get());
            }
            return ended;
        } catch (ExecutionException failure) {
            throw new ReplayFailure("cannot read " + order.topic() + ": " + failure.getCause().getMessage(),
                    failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReplayFailure("interrupted", interrupted);
        } finally {
            stopped.set(true);
            threads.shutdownNow();
        }
    }

    private static Function<DetectionFinding, byte[]> json() {
        Serializer<DetectionFinding> serializer = JsonSerde.alerts().serializer();
        return alert -> serializer.serialize(Topics.ALERTS.name(), alert);
    }
}
