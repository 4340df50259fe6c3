package io.iamwatch.alerting.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.topic.Topics;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class AlertingServiceTest {

    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", "127.0.0.1:1", "state.dir", "/x");

    /** What guarantees rest on, as Streams itself reads it. */
    @Test
    void settings() {
        StreamsConfig config = new StreamsConfig(AlertingService.settings(KAFKA));
        assertThat(config.getString("application.id")).isEqualTo("iamwatch-alerting");
        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getString("group.protocol")).isEqualTo("classic");
        assertThat(config.getBoolean("ensure.explicit.internal.resource.naming")).isTrue();
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(1000);
        assertThat(config.getInt("replication.factor")).isEqualTo(-1);
        assertThat(config.getInt("num.standby.replicas")).isZero();
        assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest").containsEntry("max.partition.fetch.bytes", 12582912);
        assertThat(config.getProducerConfigs("p")).containsEntry("transaction.timeout.ms", 10_000)
                .containsEntry("linger.ms", 0).containsEntry("max.request.size", 12582912);
    }

    @Test
    void theCallersSettingsGoBeforeTheDefaults() {
        Properties settings = AlertingService.settings(Map.of("application.id", "mine", "commit.interval.ms", 7));
        assertThat(settings).containsEntry("application.id", "mine").containsEntry("commit.interval.ms", 7);
    }

    @Test
    void comparesWhatSharesAnAccountsPartition() {
        assertThat(AlertingService.CO_PARTITIONED).containsExactly(Topics.ALERTS, Topics.VERDICTS,
                Topics.INCIDENTS, Topics.NOTIFICATIONS);
    }

    @Test
    void refusesToStartWithoutBrokersAndNamesTheTopics() {
        Map<String, Object> kafka = Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 600,
                "request.timeout.ms", 500);
        assertThatThrownBy(() -> AlertingService.start(kafka, Timing.DEFAULT)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("iamwatch.alerts").hasMessageContaining("iamwatch.incidents");
    }
}
