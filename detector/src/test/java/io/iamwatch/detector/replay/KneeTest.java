package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KneeTest {

    @Test
    void liesWhereTheCurveIsFarthestFromTheStraightLine() {
        assertThat(Knee.of(curve(0, 8, 9, 9, 10))).isEqualTo(new Knee("v1", "1", 0.8 - 0.25));
        assertThat(Knee.of(curve(10, 9, 9, 8, 0))).isEqualTo(new Knee("v3", "3", 0.75 - 0.2));
    }

    /** What grows with the value is straight, however the values are spaced. */
    @Test
    void goesByTheValueAndNotByItsNumber() {
        assertThat(Knee.of(List.of(point(1, 1), point(24, 24), point(168, 168)))).isNull();
        assertThat(Knee.of(List.of(point(1, 1), point(24, 100), point(168, 168))).value()).isEqualTo("24");
        assertThat(Knee.of(List.of(point(5, 1), point(5, 2), point(5, 9)))).isNull();
    }

    @Test
    void isMissingWhereThereIsNoCurve() {
        assertThat(Knee.of(curve())).isNull();
        assertThat(Knee.of(curve(1, 9))).isNull();
        assertThat(Knee.of(curve(5, 7, 5))).isNull();
        assertThat(Knee.of(curve(0, 10, 20, 30))).isNull();
    }

    private static List<Curve.Point> curve(int... alerts) {
        return IntStream.range(0, alerts.length).mapToObj(i -> point(i, alerts[i])).toList();
    }

    private static Curve.Point point(int at, int alerts) {
        return new Curve.Point("" + at, (double) at, "v" + at, alerts);
    }
}
