package io.iamwatch.detector.replay;

import static io.iamwatch.detector.replay.ReplayedAlerts.closed;
import static io.iamwatch.detector.replay.ReplayedAlerts.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iamwatch.detector.replay.Score.Label;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTest {

    @Test
    void countsWhatStandsAgainstTheLabels() {
        Score score = Score.of(List.of(standing("hit"), standing("wrong"), standing("unknown"), closed("closed")),
                Map.of("hit", Label.TRUE_POSITIVE, "wrong", Label.FALSE_POSITIVE, "closed", Label.TRUE_POSITIVE));
        assertThat(score).isEqualTo(new Score(1, 1, 1, 1));
        assertThat(score.precision().value()).isEqualTo(0.5);
        assertThat(score.recall().value()).isEqualTo(0.5);
        assertThat(score.f1()).isEqualTo(0.5);
    }

    /** Values computed by the formula of Wilson (1927), eight of ten. */
    @Test
    void fewLabelsSayLittle() {
        Score.Share share = Score.Share.of(8, 10);
        assertThat(share.low()).isCloseTo(0.4902, within(0.0001));
        assertThat(share.high()).isCloseTo(0.9433, within(0.0001));
        assertThat(Score.Share.of(0, 3).low()).isZero();
        assertThat(Score.Share.of(3, 3).high()).isEqualTo(1);
    }

    @Test
    void withoutLabelsNothingIsClaimed() {
        Score score = Score.of(List.of(standing("one")), Map.of());
        assertThat(score.precision()).isNull();
        assertThat(score.recall()).isNull();
        assertThat(score.f1()).isNull();
    }
}
