package io.iamwatch.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {

    /**
     * Frozen: a name or a key that changes loses the data of an installation, a cleanup that changes deletes it. A
     * change here needs a migration note.
     */
    @Test
    void topicsAreFrozen() {
        String topics = Topics.IN_FLOW_ORDER.stream()
                .map(topic -> "%-23s %-16s %s".formatted(topic.name(), topic.key(), cleanup(topic.cleanup())))
                .collect(Collectors.joining("\n"));
        assertThat(topics).isEqualTo("""
                cloudtrail.identity     ACCOUNT          never
                cloudtrail.users        ACCOUNT          after 30 days
                cloudtrail.activity     ACCOUNT          after 7 days
                cloudtrail.history      ACCOUNT          never
                cloudtrail.rejected     SOURCE_POSITION  after 30 days
                iamwatch.progress       SOURCE_POSITION  compact
                iamwatch.backfill       SOURCE_POSITION  compact
                iamwatch.baseline       ACCOUNT          never
                iamwatch.rules          PARTITION        never
                iamwatch.alerts         ACCOUNT_AND_REST never
                iamwatch.alerts.shadow  ACCOUNT_AND_REST after 30 days
                iamwatch.canary         ACCOUNT_AND_REST after 7 days
                iamwatch.incidents      ACCOUNT_AND_REST compact
                iamwatch.notifications  ACCOUNT_AND_REST after 90 days
                iamwatch.deliveries     ACCOUNT_AND_REST compact
                iamwatch.verdicts       ACCOUNT_AND_REST never""");
        assertThat(Topics.DEFAULT_PARTITIONS).isEqualTo(12);
    }

    @Test
    void namesAreUniqueAndSayWhatStandsInThem() {
        assertThat(Topics.IN_FLOW_ORDER).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(Topics.IN_FLOW_ORDER).allSatisfy(topic -> assertThat(topic.holds()).isNotBlank());
    }

    @Test
    void aTopicIsMadeAsItIsDeclared() {
        for (Topic topic : Topics.IN_FLOW_ORDER) {
            NewTopic made = topic.toNewTopic(5, (short) 3);
            assertThat(made.name()).isEqualTo(topic.name());
            assertThat(made.numPartitions()).isEqualTo(5);
            assertThat(made.replicationFactor()).isEqualTo((short) 3);
            assertThat(made.configs()).containsEntry("max.message.bytes", "12582912");
        }
        assertThat(Topics.IDENTITY.toNewTopic(1, (short) 1).configs()).containsEntry("retention.ms", "-1")
                .doesNotContainKey("cleanup.policy");
        assertThat(Topics.USERS.toNewTopic(1, (short) 1).configs()).containsEntry("retention.ms", "2592000000")
                .doesNotContainKey("cleanup.policy");
        assertThat(Topics.INCIDENTS.toNewTopic(1, (short) 1).configs()).containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
    }

    private static String cleanup(Topic.Cleanup cleanup) {
        return switch (cleanup) {
            case Topic.Cleanup.Never() -> "never";
            case Topic.Cleanup.After(var retention) -> "after " + retention.toDays() + " days";
            case Topic.Cleanup.Compact() -> "compact";
        };
    }
}
