package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KneeTest {

    @Test
    void liesWhereTheCurveIsFarthestFromTheStraightLine() {
        assertThat(Knee.of(curve(0, 8, 9, 9, 10))).isEqualTo(new Knee("v1", 0.8 - 0.25));
        assertThat(Knee.of(curve(10, 9, 9, 8, 0))).isEqualTo(new Knee("v3", 0.75 - 0.2));
    }

    @Test
    void isMissingWhereThereIsNoCurve() {
        assertThat(Knee.of(curve())).isNull();
        assertThat(Knee.of(curve(1, 9))).isNull();
        assertThat(Knee.of(curve(5, 7, 5))).isNull();
        assertThat(Knee.of(curve(0, 10, 20, 30))).isNull();
    }

    private static List<VariantReport> curve(int... alerts) {
        return IntStream.range(0, alerts.length).mapToObj(i -> new VariantReport("v" + i, alerts[i], null, List.of(),
                Map.of(), Map.of(), null, 0, null, null, null)).toList();
    }
}
