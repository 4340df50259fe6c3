package io.iamwatch.deploy.topics;

import io.iamwatch.alerting.topology.AlertingService;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.topics.Journal.Stage;
import io.iamwatch.deploy.topics.TopicCopy.Copied;
import io.iamwatch.detector.topology.Generation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Rewrites the topics of an installation whose services do not run, and the changelogs of their state with them.
 * Killed at any moment it can go on: of a topic and its copy, one is complete, and the journal says which.
 */
public final class TopicRewrite {

    /** What the copy of a topic is called. */
    static final String COPY = ".rewrite";

    private static final String CHANGELOG = "-changelog";
    private static final List<String> APPLICATIONS = List.of(Generation.FIRST.applicationId(),
            AlertingService.APPLICATION_ID);

    private final Cluster cluster;
    private final Rewriting rewriting;
    private final Consumer<String> progress;

    TopicRewrite(Cluster cluster, Rewriting rewriting, Consumer<String> progress) {
        this.cluster = cluster;
        this.rewriting = rewriting;
        this.progress = progress;
    }

    /**
     * Rewrites.
     *
     * @param client settings of a client: {@code bootstrap.servers} at least
     * @param connectGroup the group of the Connect workers, which must not run either
     * @param resume whether to go on with what was begun
     * @param progress is told, a line a topic, what was done
     * @throws RewriteFailure if it cannot begin, or not go on; the message says what would be right
     */
    public static void run(Map<String, Object> client, String connectGroup, Rewriting rewriting, boolean resume,
            Consumer<String> progress) {
        try (Cluster cluster = new Cluster(client)) {
            new TopicRewrite(cluster, rewriting, progress).run(connectGroup, resume);
        }
    }

    private void run(String connectGroup, boolean resume) {
        AtRest.require(cluster, topics(), connectGroup);
        Journal journal = resume ? Journal.resume(cluster, rewriting) : Journal.begin(cluster, rewriting);
        // Whoever started between the look and the beginning of the journal is seen now.
        AtRest.require(cluster, topics(), connectGroup);
        for (String topic : topics()) {
            rewrite(topic, journal);
        }
        journal.end();
    }

    /** Returns the topics of the flow and the changelogs, those that are away for their copies included. */
    private List<String> topics() {
        Set<String> there = new TreeSet<>();
        cluster.topics().forEach(name -> there.add(name.endsWith(COPY)
                ? name.substring(0, name.length() - COPY.length())
                : name));
        Stream<String> flow = Topics.IN_FLOW_ORDER.stream().map(topic -> topic.name()).filter(there::contains);
        Stream<String> changelogs = there.stream().filter(name -> name.endsWith(CHANGELOG)
                && APPLICATIONS.stream().anyMatch(name::startsWith));
        return Stream.concat(flow, changelogs).toList();
    }

    private void rewrite(String topic, Journal journal) {
        Stage stage = journal.stage(topic);
        if (stage == Stage.UNTOUCHED) {
            if (isRight(topic)) {
                progress.accept(topic + ": stays as it is");
                stage = Stage.DONE;
            } else {
                copy(topic);
                stage = Stage.COPIED;
            }
            journal.note(topic, stage);
        }
        if (stage == Stage.COPIED) {
            putBack(topic);
            journal.note(topic, Stage.DONE);
        }
        cluster.delete(topic + COPY);
    }

    private boolean isRight(String topic) {
        int partitions = cluster.partitions(topic).size();
        return switch (rewriting) {
            case Rewriting.Move move -> partitions == move.partitions();
            // Offsets of other topics stand in the history of rules: it is told anew with them.
            case Rewriting.Erase erase -> !topic.equals(Topics.RULES.name()) && !holdsMoreThanIsKept(topic);
        };
    }

    private boolean holdsMoreThanIsKept(String topic) {
        Placement placement = Placement.of(topic);
        try (var consumer = cluster.consumer()) {
            MergedRecords records = new MergedRecords(consumer, cluster.ends(topic, IsolationLevel.READ_COMMITTED),
                    Comparator.comparingLong(ConsumerRecord::offset));
            for (var next = records.next(); next.isPresent(); next = records.next()) {
                if (!rewriting.keeps(placement, next.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void copy(String topic) {
        String copy = topic + COPY;
        cluster.delete(copy);
        int before = cluster.partitions(topic).size();
        int after = rewriting.partitions(before);
        cluster.create(copy, after, cluster.replication(topic), cluster.configuration(topic));
        if (topic.equals(Topics.RULES.name())) {
            progress.accept(topic + ": " + new RulesHistory(cluster).translate(topic, copy) + " sets of rules");
            return;
        }
        Copied copied = new TopicCopy(cluster, rewriting).copy(topic, copy, Placement.of(topic));
        progress.accept(topic + ": " + (before == after ? "" : before + " → " + after + " partitions, ") + copied.kept()
                + " records" + Optional.of(copied.left()).filter(left -> left > 0)
                        .map(left -> ", without " + left).orElse(""));
    }

    private void putBack(String topic) {
        String copy = topic + COPY;
        Map<String, String> configuration = cluster.configuration(copy);
        short replication = cluster.replication(copy);
        cluster.delete(topic);
        cluster.create(topic, cluster.partitions(copy).size(), replication, configuration);
        new TopicCopy(cluster, rewriting).copy(copy, topic, Placement.of(topic));
    }
}
