package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGridTest {

    @ParameterizedTest
    @CsvSource({"2026-11-01T00:00:30Z, 2026-11-01T00:00:30Z, 60, 1",
            "2026-11-01T00:00:30Z, 2026-11-01T00:47:59Z, 60, 48",
            "2026-11-01T00:00:30Z, 2026-11-01T00:48:00Z, 300, 10",
            "2026-11-01T13:20:00Z, 2026-11-08T00:00:00Z, 21600, 27",
            "2024-11-01T13:20:00Z, 2026-11-08T00:00:00Z, 2419200, 27"})
    void takesTheFinestStepOfWhichThereAreNotTooMany(Instant from, Instant to, long seconds, int steps) {
        TimeGrid grid = TimeGrid.of(from.toEpochMilli(), to.toEpochMilli());
        assertThat(grid.step()).isEqualTo(seconds * 1000);
        assertThat(grid.steps()).isEqualTo(steps);
        assertThat(Instant.ofEpochMilli(grid.start())).isBeforeOrEqualTo(from)
                .isAfter(from.minusSeconds(seconds));
        assertThat(grid.start() % grid.step()).isZero();
    }

    @Test
    void countsWhatWasRaisedInEachStep() {
        TimeGrid grid = new TimeGrid(60_000, 60_000, 3);
        assertThat(grid.count(List.of(raised(60_000), raised(119_999), raised(120_000), raised(0), raised(900_000))))
                .containsExactly(3, 1, 1);
    }

    private static ReplayedAlert raised(long time) {
        return new ReplayedAlert("u" + time, "new-admin-user", Severity.HIGH, true,
                new ReplayedAlert.Target("111122223333", "eve", "AWS::IAM::User", "FULL"), "", List.of(), time,
                new ReplayedAlert.Times(null, null, time, null), null, 0, time);
    }
}
