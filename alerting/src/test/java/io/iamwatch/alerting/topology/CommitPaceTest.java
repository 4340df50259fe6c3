package io.iamwatch.alerting.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A story at once, a flood now and then. */
class CommitPaceTest {

    private final CommitPace pace = new CommitPace();
    private int commits;

    @Test
    void aStoryIsCommittedAtOnceAndAFloodNowAndThen() {
        long now = 1_000_000;
        for (int i = 0; i < CommitPace.AT_ONCE; i++) {
            ask(now);
        }
        assertThat(commits).isEqualTo(CommitPace.AT_ONCE);
        for (int i = 0; i < 1000; i++) {
            ask(now + i);
        }
        assertThat(commits).isBetween(CommitPace.AT_ONCE + 9, CommitPace.AT_ONCE + 10);
    }

    @Test
    void whatWasPutOffIsAskedForWhenItIsTime() {
        long now = 1_000_000;
        for (int i = 0; i <= CommitPace.AT_ONCE; i++) {
            ask(now);
        }
        pace.look(now + 99);
        assertThat(commits).isEqualTo(CommitPace.AT_ONCE);
        pace.look(now + 100);
        assertThat(commits).isEqualTo(CommitPace.AT_ONCE + 1);
        pace.look(now + 10_000);
        assertThat(commits).as("nothing is left").isEqualTo(CommitPace.AT_ONCE + 1);
    }

    private void ask(long now) {
        pace.ask(now, () -> commits++);
    }
}
