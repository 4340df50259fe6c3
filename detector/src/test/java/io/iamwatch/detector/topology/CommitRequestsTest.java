package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One alert is committed at once, a flood of them together, and none is forgotten. */
class CommitRequestsTest {

    private int asked;
    private final CommitRequests requests = new CommitRequests(() -> asked++);

    @Test
    void theFirstAlertIsCommittedAtOnceAndAFloodTogether() {
        requests.ask(1_000);
        assertThat(asked).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            requests.ask(1_010);
        }
        assertThat(asked).isEqualTo(1);
        requests.due(1_049);
        assertThat(asked).isEqualTo(1);
        requests.due(1_050);
        assertThat(asked).isEqualTo(2);
        requests.due(1_200);
        assertThat(asked).as("nothing is pending").isEqualTo(2);
    }
}
