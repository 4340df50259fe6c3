package io.iamwatch.deploy.topics;

import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;

/** Whether nobody is at work on the topics, in so far as groups tell. */
final class AtRest {

    /** A member that was killed is given up within its session. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private AtRest() {
    }

    /**
     * Returns once no group is at work that reads the topics or belongs to the services.
     *
     * @throws RewriteFailure if one is; the message names it
     */
    static void require(Cluster cluster, List<String> topics, String connectGroup) {
        try {
            Await.until("the services to stop", PATIENCE, () -> atWork(cluster, topics, connectGroup).isEmpty());
        } catch (IllegalStateException inVain) {
            throw new RewriteFailure("these groups are at work: "
                    + atWork(cluster, topics, connectGroup).stream().sorted().collect(Collectors.joining(", "))
                    + ". Stop whatever reads or writes the topics, all services of iamwatch first; nothing is lost"
                    + " meanwhile: Kinesis keeps the records", inVain);
        }
    }

    private static Set<String> atWork(Cluster cluster, List<String> topics, String connectGroup) {
        Map<String, Set<String>> read = GroupPositions.topics(cluster);
        return Cluster.get("list the groups", cluster.admin().listGroups().all()).stream()
                .filter(group -> group.groupState().filter(AtRest::hasMembers).isPresent())
                .map(GroupListing::groupId)
                .filter(group -> group.startsWith(GroupPositions.OURS) || group.equals(connectGroup)
                        || read.getOrDefault(group, Set.of()).stream().anyMatch(topics::contains))
                .collect(Collectors.toSet());
    }

    private static boolean hasMembers(GroupState state) {
        return state != GroupState.EMPTY && state != GroupState.DEAD;
    }
}
