package io.iamwatch.detector.topology;

import java.nio.file.Path;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detector on a real broker in this JVM. */
class DetectorOnEmbeddedBrokerIT {

    @TempDir
    private Path folder;

    private KafkaClusterTestKit cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                .setBootstrapMetadataVersion(MetadataVersion.latestProduction()).setCombined(true)
                .setNumControllerNodes(1).setNumBrokerNodes(1).build())
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("offsets.topic.num.partitions", "4")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("transaction.state.log.num.partitions", "4")
                .setConfigProp("group.initial.rebalance.delay.ms", "0").build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void raisesOneAlertForEachAccountOverARestart() throws Exception {
        new DetectorOnKafka(cluster.bootstrapServers(), folder).raisesOneAlertForEachAccountOverARestart();
    }

    @Test
    void aNewGenerationGoesOnWhereTheFormerStopped() throws Exception {
        new DetectorOnKafka(cluster.bootstrapServers(), folder).aNewGenerationGoesOnWhereTheFormerStopped();
    }

    @Test
    void candidateRulesSpeakBesideTheLiveOnesAndChangeNothing() throws Exception {
        new ShadowOnKafka(cluster.bootstrapServers(), folder).candidateRulesSpeakBesideTheLiveOnesAndChangeNothing();
    }

    @Test
    void refusesToStartOnUnequalPartitionCounts() throws Exception {
        new DetectorOnKafka(cluster.bootstrapServers(), folder).refusesToStartOnUnequalPartitionCounts();
    }
}
