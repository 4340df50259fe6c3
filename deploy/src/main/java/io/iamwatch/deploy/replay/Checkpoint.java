package io.iamwatch.deploy.replay;

import io.iamwatch.detector.rules.Rules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a replay remembered at the end of its range: another begins there as if it had read all that came before.
 *
 * @param topic what was replayed
 * @param topicIds which topics these were, by name: what is created again has another id
 * @param partitions how many partitions each has
 * @param accounts whose records were taken; empty for all
 * @param positions the first offset that was not read, by topic and partition
 * @param isCutShort whether some of what users did was gone already when it was made
 * @param courses by which rules it was judged, and what each remembers
 */
record Checkpoint(String topic, Map<String, String> topicIds, int partitions, Set<String> accounts,
        Map<String, List<Long>> positions, boolean isCutShort, List<Course> courses) {

    /**
     * What is remembered by one set of rules.
     *
     * @param name what they are called
     * @param rules null for those that were in force, offset by offset
     * @param states the entries of each partition, by their keys
     */
    record Course(String name, Rules rules, List<SortedMap<String, byte[]>> states) {

        boolean isWhatRan() {
            return rules == null;
        }
    }

    /** Returns the first offset of a partition that was not read. */
    long position(String ofTopic, int partition) {
        return positions.get(ofTopic).get(partition);
    }
}
