package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.rules.Rules;
import org.junit.jupiter.api.Test;

/**
 * Names that must not change without a migration: the changelog topic, and so all that the detector knows, hangs on
 * them.
 */
class DurableNamesTest {

    @Test
    void applicationAndStoreKeepTheirNames() {
        assertThat(Generation.FIRST.applicationId()).isEqualTo("iamwatch-detector");
        assertThat(new Generation(3).applicationId()).isEqualTo("iamwatch-detector-3");
        assertThat(DetectorNames.ACCOUNTS_STORE).isEqualTo("accounts");
        assertThat(DetectorNames.storeKey("1", "user", "eve")).isEqualTo("1|user|eve");
    }

    /** A candidate is told apart by its rules; another id only makes it read the past again. */
    @Test
    void candidatesAreApplicationsOfTheirOwn() {
        assertThat(DetectorService.shadowApplicationId(Rules.DEFAULT)).isEqualTo("iamwatch-detector-shadow-"
                + Rules.DEFAULT.hash(AwsManagedPolicies.version()).substring(0, 12));
    }

    @Test
    void candidatesWriteToNoTopicButTheirOwn() {
        assertThat(DetectorTopology.shadow(Rules.DEFAULT, CanaryMark.NONE, 12, new DroppedRecords(),
                ThreadLocal.withInitial(CommitRequests::new)).describe().toString()).isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: read-activity (topics: [cloudtrail.activity])
                              --> detect-administrators
                            Source: read-baseline (topics: [iamwatch.baseline])
                              --> detect-administrators
                            Source: read-identity (topics: [cloudtrail.identity])
                              --> detect-administrators
                            Source: read-users (topics: [cloudtrail.users])
                              --> detect-administrators
                            Processor: detect-administrators (stores: [accounts])
                              --> write-shadow-alerts
                              <-- read-identity, read-users, read-activity, read-baseline
                            Sink: write-shadow-alerts (topic: iamwatch.alerts.shadow)
                              <-- detect-administrators

                        """);
    }

    @Test
    void theTopologyReadsLikeItsDiagram() {
        assertThat(DetectorTopology.build(Rules.DEFAULT, 12).describe().toString()).isEqualTo("""
                Topologies:
                   Sub-topology: 0
                    Source: read-activity (topics: [cloudtrail.activity])
                      --> detect-administrators
                    Source: read-baseline (topics: [iamwatch.baseline])
                      --> detect-administrators
                    Source: read-identity (topics: [cloudtrail.identity])
                      --> detect-administrators
                    Source: read-users (topics: [cloudtrail.users])
                      --> detect-administrators
                    Processor: detect-administrators (stores: [accounts])
                      --> repartition-by-account, write-alerts, write-canary, write-rejected, write-rules
                      <-- read-identity, read-users, read-activity, read-baseline
                    Sink: repartition-by-account (topic: cloudtrail.identity)
                      <-- detect-administrators
                    Sink: write-alerts (topic: iamwatch.alerts)
                      <-- detect-administrators
                    Sink: write-canary (topic: iamwatch.canary)
                      <-- detect-administrators
                    Sink: write-rejected (topic: cloudtrail.rejected)
                      <-- detect-administrators
                    Sink: write-rules (topic: iamwatch.rules)
                      <-- detect-administrators

                """);
    }
}
