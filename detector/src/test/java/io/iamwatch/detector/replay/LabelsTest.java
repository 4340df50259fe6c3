package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.replay.Labels.Place;
import io.iamwatch.detector.replay.Score.Label;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private static final Labels.Given GIVEN = new Labels.Given(Map.of("hit", Label.TRUE_POSITIVE, "noise",
            Label.FALSE_POSITIVE, "old", Label.TRUE_POSITIVE, "older", Label.TRUE_POSITIVE, "other",
            Label.FALSE_POSITIVE, "typo", Label.TRUE_POSITIVE), "verdicts", "nobody has labelled");

    private static final Map<String, Place> PLACES = Map.of("hit", Place.IN_RANGE, "noise", Place.IN_RANGE, "old",
            Place.OUT_OF_RANGE, "older", Place.OUT_OF_RANGE, "other", Place.OTHER_ACCOUNT);

    @Test
    void onlyWhatTheRangeCouldTellCounts() {
        assertThat(Labels.counting(GIVEN, PLACES))
                .isEqualTo(Map.of("hit", Label.TRUE_POSITIVE, "noise", Label.FALSE_POSITIVE));
        assertThat(Labels.of(GIVEN, PLACES)).isEqualTo(new Labels("2 alerts of this range are labelled by verdicts, 1 "
                + "of them as attacks; left out are labels of alerts told outside of the range only (2), about an "
                + "account that was not asked for (1), of which nothing tells whether they belong to the range: none "
                + "of the rules raises them there (1)", 2, 1, 2, 1, 1));
    }

    @Test
    void thatNoneCountsIsSaid() {
        assertThat(Labels.of(GIVEN, Map.of("old", Place.OUT_OF_RANGE)).words()).startsWith("of the alerts that are "
                + "labelled by verdicts none counts here: nothing can be said about precision or recall; left out are "
                + "labels of alerts told outside of the range only (1), of which nothing tells");
        assertThat(Labels.of(new Labels.Given(Map.of(), "verdicts", "nobody has labelled"), Map.of()).words())
                .isEqualTo("nobody has labelled: nothing can be said about precision or recall");
    }
}
