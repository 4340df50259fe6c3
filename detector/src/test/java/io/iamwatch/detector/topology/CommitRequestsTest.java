package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One alert is committed at once, a flood of them together, and none is forgotten. */
class CommitRequestsTest {

    private int asked;
    private final CommitRequests requests = new CommitRequests(() -> asked++);

    @Test
    void theAlertsOfOneAttackAreCommittedAtOnceAndAFloodTogether() {
        requests.ask(1_000);
        requests.ask(1_001);
        assertThat(asked).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            requests.ask(1_010);
        }
        assertThat(asked).isEqualTo(4);
        requests.due(1_059);
        assertThat(asked).isEqualTo(4);
        requests.due(1_060);
        assertThat(asked).isEqualTo(5);
        requests.due(1_200);
        assertThat(asked).as("nothing is pending").isEqualTo(5);
    }
}
