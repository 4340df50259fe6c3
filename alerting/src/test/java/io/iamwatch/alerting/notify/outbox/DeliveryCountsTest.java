package io.iamwatch.alerting.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.notify.outbox.DeliveryCounts.Outcome;
import org.junit.jupiter.api.Test;

/** Each sink by itself. */
class DeliveryCountsTest {

    @Test
    void countsBySinkAndOutcome() {
        DeliveryCounts counts = new DeliveryCounts();
        counts.count("soc", Outcome.DELIVERED);
        counts.count("soc", Outcome.DELIVERED);
        counts.count("pager", Outcome.PARKED);
        assertThat(counts.of("soc", Outcome.DELIVERED)).isEqualTo(2);
        assertThat(counts.of("soc", Outcome.PARKED)).isZero();
        assertThat(counts.of("pager", Outcome.PARKED)).isEqualTo(1);
    }
}
