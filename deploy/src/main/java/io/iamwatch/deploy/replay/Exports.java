package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Makes a checkpoint of what a replay of a topic leaves. */
final class Exports {

    private static final String WHAT_RAN = "what ran";

    private final ReplayOrder order;
    private final TopicRange range;
    private final Map<String, String> topicIds;
    private final boolean isCutShort;

    /**
     * Prepares it.
     *
     * @param topicIds of the topics of the range
     * @param isCutShort whether some of what users did was gone already
     */
    Exports(ReplayOrder order, TopicRange range, Map<String, String> topicIds, boolean isCutShort) {
        this.order = order;
        this.range = range;
        this.topicIds = topicIds;
        this.isCutShort = isCutShort;
    }

    /**
     * Makes it.
     *
     * @param isOfWhatRan whether the first course is what ran
     * @param courses the others, in their order
     * @param borrowed names of those that began with what others remember: what they are left with is nobody's
     * @param states what each course is left with, by the number of the partition
     */
    Checkpoint of(boolean isOfWhatRan, List<Variant> courses, List<String> borrowed,
            Map<Integer, List<KeyValues.InMemory>> states) {
        List<Checkpoint.Course> kept = new ArrayList<>();
        if (isOfWhatRan) {
            kept.add(new Checkpoint.Course(WHAT_RAN, null, states(0, states)));
        }
        int first = kept.size();
        Set<Rules> seen = new HashSet<>();
        for (int i = 0; i < courses.size(); i++) {
            Variant course = courses.get(i);
            if (!borrowed.contains(course.name()) && seen.add(course.rules())) {
                kept.add(new Checkpoint.Course(course.name(), course.rules(), states(first + i, states)));
            }
        }
        return new Checkpoint(range.topic(), topicIds, range.partitions(), order.accounts(), positions(), isCutShort,
                kept);
    }

    private List<SortedMap<String, byte[]>> states(int course, Map<Integer, List<KeyValues.InMemory>> states) {
        return range.numbers().<SortedMap<String, byte[]>>map(number -> states.get(number).get(course).entries())
                .toList();
    }

    private Map<String, List<Long>> positions() {
        Map<String, List<Long>> positions = new TreeMap<>();
        range.read().keySet().stream().sorted(Comparator.comparingInt(TopicPartition::partition))
                .forEach(place -> positions.computeIfAbsent(place.topic(), none -> new ArrayList<>())
                        .add(Math.max(range.read().get(place), range.ends().get(place))));
        return positions;
    }
}
