package io.iamwatch.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.IncidentFinding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifeTest {

    @ParameterizedTest
    @EnumSource
    void everyStatusIsALife(Status status) {
        assertThat(Life.of(status).status()).isEqualTo(status);
        assertThat(Life.of(status) instanceof Life.Open).isEqualTo(status != Status.CLOSED);
    }

    @Test
    void goesFromNewToClosed() {
        Life.InProgress work = new Life.New().inProgress();
        assertThat(work.snooze().inProgress()).isEqualTo(work);
        assertThat(work.resolve().inProgress()).isEqualTo(work);
        assertThat(work.resolve().close()).isEqualTo(new Life.Closed());
    }
}
