package io.iamwatch.deploy.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.topic.AccountPartitioner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");
    private static final int PARTITIONS = 3;

    private final Rounds rounds = new Rounds(CanaryAccounts.of(PARTITIONS), Duration.ofSeconds(60));

    @Test
    void eachPartitionThatIsHereGetsAPairAnInterval() {
        assertThat(rounds.next()).isEmpty();
        rounds.came(List.of(0, 2), T);
        assertThat(partitions(rounds.due(T))).containsExactly(0, 2);
        assertThat(rounds.due(T.plusSeconds(59))).isEmpty();
        assertThat(rounds.next()).hasValue(T.plusSeconds(60));
        assertThat(rounds.due(T.plusSeconds(60))).extracting(CanaryPair::sentAt)
                .containsExactly(T.plusSeconds(60).toEpochMilli(), T.plusSeconds(60).toEpochMilli());
    }

    /** However often partitions are shared out anew, a partition has no more pairs than one an interval. */
    @Test
    void whatComesBackWaitsForItsTurn() {
        rounds.came(List.of(0, 1), T);
        rounds.due(T);
        for (int i = 1; i < 10; i++) {
            rounds.went(List.of(1));
            assertThat(rounds.due(T.plusSeconds(i))).isEmpty();
            rounds.came(List.of(1), T.plusSeconds(i));
            assertThat(rounds.due(T.plusSeconds(i))).isEmpty();
        }
        rounds.went(List.of(0));
        assertThat(partitions(rounds.due(T.plusSeconds(60)))).containsExactly(1);
        rounds.came(List.of(0), T.plusSeconds(500));
        assertThat(partitions(rounds.due(T.plusSeconds(500)))).containsExactly(0, 1);
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() {
        rounds.came(List.of(0), T);
        assertThat(rounds.due(T.plusSeconds(600))).hasSize(1);
        assertThat(rounds.due(T.plusSeconds(601))).isEmpty();
    }

    @Test
    void noPairIsOlderThanTheOneBeforeWhateverTheClockDoes() {
        rounds.came(List.of(0), T);
        long first = rounds.due(T).getFirst().sentAt();
        rounds.went(List.of(0));
        rounds.came(List.of(0), T.minusSeconds(3600));
        assertThat(rounds.due(T.minusSeconds(3600))).singleElement()
                .satisfies(pair -> assertThat(pair.sentAt()).isEqualTo(first + 1));
    }

    private static List<Integer> partitions(List<CanaryPair> pairs) {
        return pairs.stream().map(pair -> AccountPartitioner.partition(pair.account(), PARTITIONS)).toList();
    }
}
