package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.RulesTimeline;
import io.iamwatch.detector.state.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.TopicPartition;

/** What a replay of a topic knows from before its range, and what it leaves to others. Any thread may keep. */
final class Memory {

    private final ReplayOrder order;
    private final TopicRange range;
    private final Map<String, String> topicIds;
    private final boolean isOfWhatRan;
    private final Courses courses;
    private final Optional<Starts> starts;
    private final boolean isWarmUp;
    private final boolean isBeheaded;
    private final boolean isCutShort;
    private final Map<Integer, List<KeyValues.InMemory>> kept = new ConcurrentSkipListMap<>();

    private Memory(ReplayOrder order, TopicRange range, Map<String, String> topicIds, boolean isOfWhatRan,
            Courses courses, Optional<Starts> starts, boolean isWarmUp, boolean isBeheaded, boolean isCutShort) {
        this.order = order;
        this.range = range;
        this.topicIds = topicIds;
        this.isOfWhatRan = isOfWhatRan;
        this.courses = courses;
        this.starts = starts;
        this.isWarmUp = isWarmUp;
        this.isBeheaded = isBeheaded;
        this.isCutShort = isCutShort;
    }

    /**
     * Looks how the replay begins.
     *
     * @param whole the range with all that was before
     * @param topicIds of its topics
     * @param begins where partitions begin
     * @param checkpoint where it begins with one
     * @throws ReplayRefusal if that is of something else, or does not remember enough
     */
    static Memory of(ReplayOrder order, TopicRange whole, Map<String, String> topicIds,
            Map<TopicPartition, Long> begins, Optional<Checkpoint> checkpoint, boolean isOfWhatRan, Courses courses) {
        if (checkpoint.isEmpty()) {
            return new Memory(order, whole, topicIds, isOfWhatRan, courses, Optional.empty(), whole.leavesOut(begins),
                    whole.hasLostItsBeginning(begins), whole.isCutShort());
        }
        Resumption resumption = new Resumption(checkpoint.get(), order);
        resumption.check(whole, topicIds);
        return new Memory(order, resumption.of(whole, begins), topicIds, isOfWhatRan, courses,
                Optional.of(Starts.choose(checkpoint.get(), isOfWhatRan, courses.all())), false, false,
                resumption.isCutShort(begins));
    }

    /** Returns the range as it is read. */
    TopicRange range() {
        return range;
    }

    /** Returns whether something before the range is neither read nor remembered. */
    boolean isInPart() {
        return isWarmUp || isBeheaded;
    }

    /** Returns how the courses of a partition begin. */
    List<Lane.Begin> begins(int partition, List<RulesTimeline> timelines) {
        if (starts.isEmpty()) {
            return timelines.stream().map(Lane.Begin::empty).toList();
        }
        List<SortedMap<String, byte[]>> states = starts.get().of(partition);
        List<Lane.Begin> begins = new ArrayList<>();
        for (int i = 0; i < timelines.size(); i++) {
            begins.add(new Lane.Begin(timelines.get(i), new KeyValues.InMemory(new TreeMap<>(states.get(i)))));
        }
        return begins;
    }

    /** Takes what the courses of a partition are left with. */
    void keep(int partition, Lane lane) {
        if (order.keep().checkpoint() != null || order.keep().baseline() != null) {
            kept.put(partition, lane.remembered());
        }
    }

    /** Leaves what was asked for. */
    void leave() {
        if (order.keep().baseline() != null) {
            int base = isOfWhatRan ? 1 : 0;
            new BaselineFiles(order, courses.base())
                    .write(kept.values().stream().map(remembered -> remembered.get(base)).toList());
        }
        if (order.keep().checkpoint() != null) {
            CheckpointFile.write(order.keep().checkpoint(), new Exports(order, range, topicIds, isCutShort)
                    .of(isOfWhatRan, courses.all(), starts.map(Starts::others).orElse(List.of()), kept));
        }
    }

    /** Returns what was known before the range, and from where, one sentence. */
    String words() {
        if (isWarmUp) {
            return "what came before the range is known from a warm-up only";
        }
        if (isBeheaded) {
            return "the first records of the topic are gone: what came before the range is known in part only";
        }
        return "what came before the range "
                + (starts.isEmpty()
                        ? "was read from the beginning of the topic"
                        : "is known from the checkpoint " + order.keep().begin())
                + (isCutShort ? "; what users did is known as far back as its topics go" : "")
                + starts.map(Starts::others).filter(others -> !others.isEmpty())
                        .map(others -> "; as if they came into force there: " + String.join(", ", others)).orElse("");
    }
}
