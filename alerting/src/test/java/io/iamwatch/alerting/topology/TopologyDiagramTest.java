package io.iamwatch.alerting.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.outbox.Timing;
import org.junit.jupiter.api.Test;

class TopologyDiagramTest {

    /** For reading: the whole topology. */
    @Test
    void theTopology() {
        assertThat(AlertingTopology.build(Timing.DEFAULT).describe().toString()).isEqualToIgnoringWhitespace("""
                Topologies:
                   Sub-topology: 0
                    Source: read-alerts (topics: [iamwatch.alerts])
                      --> gather-incidents
                    Source: read-verdicts (topics: [iamwatch.verdicts])
                      --> gather-incidents
                    Processor: gather-incidents (stores: [kin, incidents, outbox])
                      --> write-incidents, write-notifications, write-rejected
                      <-- read-alerts, read-verdicts
                    Sink: write-incidents (topic: iamwatch.incidents)
                      <-- gather-incidents
                    Sink: write-notifications (topic: iamwatch.notifications)
                      <-- gather-incidents
                    Sink: write-rejected (topic: cloudtrail.rejected)
                      <-- gather-incidents
                """);
    }
}
