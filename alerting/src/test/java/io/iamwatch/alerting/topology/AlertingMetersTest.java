package io.iamwatch.alerting.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingMetersTest {

    @TempDir
    private Path stateDir;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> alerts;

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(AlertingTopology.build(Timing.DEFAULT), AlertingService.settings(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092", StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString())));
        alerts = driver.createInputTopic(Topics.ALERTS.name(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void anIncidentIsCountedOnceByTheRuleAndSeverityThatOpenedIt() {
        assertThat(opened("admin-granted", "high")).as("before the first one").isZero();
        pipe(Alerts.unborn());
        pipe(Alerts.attack());
        assertThat(opened("admin-granted", "high")).isEqualTo(1);
        assertThat(opened("new-admin-user", "critical")).as("joins the incident").isZero();
    }

    @Test
    void ofARuleThatTheDetectorDoesNotHaveTheNameIsNotShown() {
        Alerts foreign = Alerts.attack().severity(Severity.LOW);
        pipe(new Alerts(foreign.uid(), "by-somebody-else", foreign.severity(), foreign.activity(), null, 0, 0,
                foreign.user(), foreign.creator(), foreign.granter(), null, foreign.agent()));
        assertThat(opened("other", "low")).isEqualTo(1);
        assertThat(driver.metrics().keySet()).filteredOn(name -> name.name().equals("incidents-total"))
                .noneMatch(name -> name.tags().containsValue("by-somebody-else"));
    }

    private double opened(String rule, String severity) {
        return (double) driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(AlertingMeters.GROUP)
                        && metric.getKey().name().equals("incidents-total")
                        && metric.getKey().tags().equals(Map.of("rule", rule, "severity", severity)))
                .findFirst().orElseThrow().getValue().metricValue();
    }

    private void pipe(Alerts alert) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, RecordHeaders.CE_ID, alert.ceId(1));
        alerts.pipeInput(new TestRecord<>(Alerts.KEY,
                JsonSerde.alerts().serializer().serialize(Topics.ALERTS.name(), alert.finding()), headers, 1L));
    }
}
