package io.iamwatch.alerting.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Hostile;
import io.iamwatch.alerting.notify.RetryPlan;
import io.iamwatch.contracts.notification.Delivery.Outcome;
import io.iamwatch.contracts.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One after the other, and each until it is settled. */
class LaneTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final RetryPlan PLAN = new RetryPlan(Duration.ofSeconds(2), Duration.ofSeconds(2),
            Duration.ofSeconds(10));
    private static final Notification SOME = Hostile.digest("a");

    private final Lane lane = new Lane("pager");
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void nothingToTellMovesThePositionOnly() {
        lane.add(4, Optional.empty());
        lane.add(5, Optional.empty());
        lane.add(7, Optional.of(SOME));
        lane.add(8, Optional.empty());
        assertThat(lane.passOver()).isEqualTo(OptionalLong.of(6));
        assertThat(lane.passOver()).isEmpty();
        assertThat(lane.behindFirst()).isEqualTo(8);
        lane.answered(new Answer.Accepted("HTTP 200"), PLAN, NOW, random);
        lane.committed();
        assertThat(lane.passOver()).isEqualTo(OptionalLong.of(9));
        assertThat(lane.due()).isEmpty();
    }

    @Test
    void whatIsTakenIsSettledAtOnce() {
        lane.add(1, Optional.of(SOME));
        lane.answered(new Answer.Accepted("HTTP 200"), PLAN, NOW, random);
        assertThat(lane.settled()).hasValueSatisfying(delivery -> {
            assertThat(delivery.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(delivery.attempts()).isOne();
            assertThat(delivery.sink()).isEqualTo("pager");
        });
    }

    @Test
    void whatIsNotTakenIsTriedUntilThePatienceEnds() {
        lane.add(1, Optional.of(SOME));
        Answer.Later later = new Answer.Later("HTTP 500", Optional.empty());
        lane.answered(later, PLAN, NOW, random);
        assertThat(lane.settled()).isEmpty();
        assertThat(lane.due().orElseThrow()).isBetween(NOW.plusSeconds(1), NOW.plusSeconds(2));
        lane.answered(later, PLAN, NOW.plusSeconds(10), random);
        assertThat(lane.settled()).hasValueSatisfying(delivery -> {
            assertThat(delivery.outcome()).isEqualTo(Outcome.PARKED);
            assertThat(delivery.attempts()).isEqualTo(2);
            assertThat(delivery.answer()).isEqualTo("HTTP 500");
        });
    }

    @Test
    void theNextOneBeginsAnew() {
        lane.add(1, Optional.of(SOME));
        lane.add(2, Optional.of(SOME));
        lane.answered(new Answer.Later("HTTP 500", Optional.empty()), PLAN, NOW, random);
        lane.answered(new Answer.Refused("HTTP 400"), PLAN, NOW.plusSeconds(2), random);
        assertThat(lane.settled().orElseThrow().outcome()).isEqualTo(Outcome.PARKED);
        lane.committed();
        assertThat(lane.settled()).isEmpty();
        assertThat(lane.due()).contains(Instant.EPOCH);
        lane.answered(new Answer.Accepted("HTTP 200"), PLAN, NOW.plusSeconds(60), random);
        assertThat(lane.settled().orElseThrow().attempts()).isOne();
    }

    @Test
    void aCommitThatFailedIsWaitedForWithoutTellingAgain() {
        lane.add(1, Optional.of(SOME));
        lane.answered(new Answer.Accepted("HTTP 200"), PLAN, NOW, random);
        lane.waitUntil(NOW.plusSeconds(1));
        assertThat(lane.settled()).isPresent();
        assertThat(lane.due()).contains(NOW.plusSeconds(1));
    }
}
