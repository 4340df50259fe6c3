package io.iamwatch.alerting.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class StateSerdeTest {

    private final StateSerde<IncidentFinding> serde = new StateSerde<>(JsonSerde.incidents());

    @Test
    void anIncidentComesBackAsItWasAfterAByteForTheFormat() {
        IncidentFinding incident = ((Incidents.Outcome.Changed) Incidents.apply(Optional.empty(),
                Alerts.attack().at(7))).incident();
        byte[] bytes = serde.serializer().serialize("incidents", incident);
        assertThat(bytes[0]).isEqualTo(StateSerde.FORMAT);
        assertThat(serde.deserializer().deserialize("incidents", bytes)).isEqualTo(incident);
        assertThat(serde.serializer().serialize("incidents", null)).isNull();
        assertThat(serde.deserializer().deserialize("incidents", null)).isNull();
    }

    @Test
    void aFormatOfANewerReleaseIsRefused() {
        for (byte[] bytes : new byte[][]{{2, '{', '}'}, {}, {'{', '}'}}) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("incidents", bytes))
                    .isInstanceOf(SerializationException.class).hasMessageContaining("newer release");
        }
    }
}
