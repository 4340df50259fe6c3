package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final AtomicBoolean kafkaAnswers = new AtomicBoolean(true);
    private final Standstill standstill = new Standstill(Duration.ofMinutes(3), kafkaAnswers::get, START);

    @Test
    void isReachedWhenItWasIdleForTheLimit() {
        assertThat(idle(60)).isFalse();
        assertThat(idle(179)).isFalse();
        assertThat(idle(180)).isTrue();
    }

    @Test
    void isCountedAnewByWork() {
        assertThat(idle(179)).isFalse();
        assertThat(standstill.isReached(false, START.plusSeconds(180))).isFalse();
        assertThat(idle(359)).isFalse();
        assertThat(idle(360)).isTrue();
    }

    @Test
    void isNotReachedWhileKafkaIsAway() {
        kafkaAnswers.set(false);
        assertThat(idle(3600)).isFalse();
        kafkaAnswers.set(true);
        assertThat(idle(3601)).isFalse();
        assertThat(idle(3780)).isTrue();
    }

    @Test
    void isCountedAnewByAFailureThatIsMended() {
        standstill.moves(START.plusSeconds(100));
        assertThat(idle(200)).isFalse();
        assertThat(idle(280)).isTrue();
    }

    private boolean idle(int seconds) {
        return standstill.isReached(true, START.plusSeconds(seconds));
    }
}
