package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.Labels;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

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
     * @throws ReplayRefusal if there is no such topic or range, or a checkpoint is of something else
     * @throws ReplayFailure if the brokers refuse
     * @throws Sweep.RefusedException if a setting that is to be swept does not exist or cannot be set so
     */
    public ReplayReport run() throws Sweep.RefusedException {
        Optional<Checkpoint> checkpoint = Optional.ofNullable(order.keep().begin()).map(CheckpointFile::read);
        try (KafkaReader kafka = new KafkaReader(client)) {
            InForce inForce = InForce.read(kafka);
            boolean isOfWhatRan = order.topic().equals(Topics.IDENTITY.name()) && !inForce.isEmpty();
            Courses courses = Courses.of(order, "rules in force", inForce.newest());
            TopicRange whole = TopicRange.find(kafka, order.topic(), order.span());
            Map<TopicPartition, Long> begins = kafka.beginnings(whole.read().keySet());
            Memory memory = Memory.of(order, whole, kafka.ids(whole.topics()), begins, checkpoint, isOfWhatRan,
                    courses);
            if (whole.isEmpty()) {
                throw new ReplayRefusal(source() + ": there are no records in this range; an earlier --from, a later "
                        + "--to, or other --offsets are needed");
            }
            TopicRange range = memory.range();
            List<PartitionRun.Ended> ended = read(kafka, range, number -> memory.begins(number,
                    courses.timelines(isOfWhatRan ? Optional.of(inForce.of(number)) : Optional.empty())), memory);
            memory.leave();
            Results results = new Results(order, ended, isOfWhatRan ? 1 : 0);
            Fidelity fidelity = isOfWhatRan && !memory.isInPart()
                    ? results.fidelity(LiveAlerts.read(kafka, range, order.accounts(), checkpoint.isEmpty()), inForce)
                    : null;
            Labels.Given labels = order.labels() == null
                    ? new Labels.Given(VerdictLabels.read(kafka), "verdicts", "no incident was closed with a verdict")
                    : new Labels.Given(order.labels(), "the labels file", "the labels say nothing");
            return results.report(courses, fidelity, new Results.About(source(), memory.words(),
                    fidelityNote(range, fidelity, inForce, memory)), labels,
                    asked -> ToldAlerts.places(kafka, range, order.accounts(), asked));
        }
    }

    private String source() {
        Offsets offsets = order.span().offsets();
        return order.topic() + (offsets == null ? "" : ", offsets " + offsets + ",");
    }

    private static String fidelityNote(TopicRange range, Fidelity fidelity, InForce inForce, Memory memory) {
        if (memory.isInPart()) {
            return "no fidelity is claimed: " + memory.words();
        }
        if (fidelity == null) {
            return "no fidelity is claimed: no detector has told which rules were in force on " + range.topic();
        }
        return inForce.otherProgram().map(other -> "some of it ran under another program: " + other)
                .orElse(fidelity.total() == 0
                        ? "nothing was told in this range, live or replayed"
                        : fidelity.alike() + " of " + fidelity.total() + " versions of alerts are alike, byte by byte");
    }

    private List<PartitionRun.Ended> read(KafkaReader kafka, TopicRange range,
            Function<Integer, List<Lane.Begin>> begins, Memory memory) {
        AtomicLong read = new AtomicLong();
        long all = range.offsets();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(order.threads(),
                range.partitions())));
        try {
            List<Future<PartitionRun.Ended>> runs = range.numbers().map(number -> threads.submit(() -> {
                Lane lane = new Lane(range.partitions(), order.accounts(), begins.apply(number), Courses.json());
                try (KafkaConsumer<String, byte[]> consumer = kafka.consumerOfNeeded()) {
                    PartitionRun.Ended end = new PartitionRun(range, number, lane,
                            more -> progress.at(Math.min(read.addAndGet(more), all), all), stopped::get)
                            .run(consumer);
                    memory.keep(number, lane);
                    return end;
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
}
