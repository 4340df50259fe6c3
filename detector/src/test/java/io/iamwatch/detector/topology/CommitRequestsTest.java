package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One alert is committed at once, a flood of them together, and none is forgotten. */
class CommitRequestsTest {

    private int asked;
    private final CommitRequests requests = new CommitRequests();

    private void commit() {
        asked++;
    }

    @Test
    void theAlertsOfOneAttackAreCommittedAtOnceAndAFloodTogether() {
        requests.ask(1_000, this::commit);
        requests.ask(1_001, this::commit);
        assertThat(asked).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            requests.ask(1_010, this::commit);
        }
        assertThat(asked).isEqualTo(4);
        requests.due(1_099);
        assertThat(asked).isEqualTo(4);
        requests.due(1_100);
        assertThat(asked).isEqualTo(5);
        requests.due(1_200);
        assertThat(asked).as("nothing is pending").isEqualTo(5);
    }

    @Test
    void oneAttackAfterTheOtherIsCommittedAtOnce() {
        for (int attack = 0; attack < 10; attack++) {
            for (int alert = 0; alert < 3; alert++) {
                requests.ask(1_000 + attack * 300 + alert, this::commit);
            }
        }
        assertThat(asked).isEqualTo(30);
    }

    @Test
    void aFloodIsCommittedAtAnEvenPace() {
        for (int millis = 0; millis <= 10_000; millis++) {
            requests.ask(1_000_000 + millis, this::commit);
        }
        assertThat(asked).isEqualTo(4 + 100);
    }

    @Test
    void whatOneTaskAskedForIsDoneByTheCommitOfAnother() {
        for (int i = 0; i < 5; i++) {
            requests.ask(1_000, this::commit);
        }
        requests.ask(1_100, () -> asked += 10);
        assertThat(asked).isEqualTo(4 + 10);
        requests.due(2_000);
        assertThat(asked).as("nothing is pending").isEqualTo(4 + 10);
    }
}
