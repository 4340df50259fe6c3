package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The first alert is committed at once, a flood of them together, and none is forgotten. */
class CommitRequestsTest {

    private int asked;
    private final CommitRequests requests = new CommitRequests();

    private void commit() {
        asked++;
    }

    @Test
    void theFirstIsCommittedAtOnceAndAFloodTogether() {
        for (int i = 0; i < 100; i++) {
            requests.ask(1_000, 1_000, this::commit);
        }
        assertThat(asked).isEqualTo(1);
        requests.due(1_099);
        assertThat(asked).isEqualTo(1);
        requests.due(1_100);
        assertThat(asked).isEqualTo(2);
        requests.due(1_200);
        assertThat(asked).as("nothing is pending").isEqualTo(2);
    }

    @Test
    void whoHasNothingMoreToDoCommitsAtOnce() {
        for (int attack = 0; attack < 10; attack++) {
            requests.ask(1_000 + attack, 1_000, this::commit);
            requests.ask(1_000 + attack, 1_000, this::commit);
            assertThat(requests.isPending()).isTrue();
            requests.idle();
            assertThat(requests.isPending()).isFalse();
        }
        assertThat(asked).isEqualTo(1 + 10);
        requests.idle();
        assertThat(asked).as("nothing is pending").isEqualTo(1 + 10);
    }

    @Test
    void aFloodIsCommittedAtAnEvenPace() {
        for (int millis = 0; millis <= 10_000; millis++) {
            requests.ask(1_000_000 + millis, 1_000_000 + millis, this::commit);
        }
        assertThat(asked).isEqualTo(1 + 100);
    }

    @Test
    void whatIsLateInEveryCaseIsPutOffByATenthOfThatAtMost() {
        for (int millis = 0; millis <= 3_000; millis++) {
            requests.ask(1_000_000 + millis, 997_000 + millis, this::commit);
        }
        assertThat(asked).isEqualTo(1 + 10);
    }

    @Test
    void nothingIsPutOffForMoreThanASecond() {
        for (int millis = 0; millis <= 10_000; millis++) {
            requests.ask(1_000_000 + millis, 0, this::commit);
        }
        assertThat(asked).isEqualTo(1 + 10);
    }

    @Test
    void whatOneTaskAskedForIsDoneByTheCommitOfAnother() {
        requests.ask(1_000, 1_000, this::commit);
        requests.ask(1_000, 1_000, this::commit);
        requests.ask(1_100, 1_100, () -> asked += 10);
        assertThat(asked).isEqualTo(1 + 10);
        requests.due(2_000);
        assertThat(asked).as("nothing is pending").isEqualTo(1 + 10);
    }
}
