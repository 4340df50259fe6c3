package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {

    private static final List<Sweep> SWEEPS = List.of(new Sweep("window", List.of("7d", "1h", "1d")),
            new Sweep("denied-iam-attempts.enabled", List.of("true", "false")));

    @Test
    void eachSettingHasACurveForEveryCombinationOfTheOthers() {
        List<Curve> curves = Curve.of(SWEEPS, variants(10, 6, 3, 1, 9, 5));
        assertThat(curves).extracting(Curve::setting).containsExactly("window", "window",
                "denied-iam-attempts.enabled", "denied-iam-attempts.enabled", "denied-iam-attempts.enabled");
        assertThat(curves).extracting(Curve::others).containsExactly("denied-iam-attempts.enabled=true",
                "denied-iam-attempts.enabled=false", "window=7d", "window=1h", "window=1d");
        assertThat(curves.getFirst().points()).containsExactly(new Curve.Point("1h", 3600.0, "v2", 3),
                new Curve.Point("1d", 86_400.0, "v4", 9), new Curve.Point("7d", 604_800.0, "v0", 10));
        assertThat(curves.getFirst().knee().value()).isEqualTo("1d");
        assertThat(curves.getLast().points()).containsExactly(new Curve.Point("true", null, "v4", 9),
                new Curve.Point("false", null, "v5", 5));
        assertThat(curves.getLast().knee()).isNull();
    }

    @Test
    void oneValueIsNoCurve() {
        assertThat(Curve.of(List.of(new Sweep("window", List.of("7d"))), variants(4))).isEmpty();
        assertThat(Curve.of(List.of(), List.of())).isEmpty();
    }

    private static List<VariantReport> variants(int... alerts) {
        return IntStream.range(0, alerts.length).mapToObj(i -> new VariantReport("v" + i, alerts[i],
                null, List.of(), Map.of(), Map.of(), null, 0, null, null, null)).toList();
    }
}
