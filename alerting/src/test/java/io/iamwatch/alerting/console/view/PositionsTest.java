package io.iamwatch.alerting.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    @Test
    void areReadAsTheyAreWritten() {
        Positions positions = Positions.NONE.with(1, 4).with(0, 17).with(0, 3);
        assertThat(positions).hasToString("0:17,1:4");
        assertThat(Positions.parse("0:17,1:4")).contains(positions);
        assertThat(Positions.parse("")).contains(Positions.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0:", ":1", "a:1", "0:-1", "0:1,", "0:1 ", "0:9999999999999999999", "0:1\n1:2"})
    void areNothingElse(String text) {
        assertThat(Positions.parse(text)).isEmpty();
    }

    @Test
    void sayWhatWasRead() {
        Positions read = Positions.NONE.with(0, 17);
        assertThat(read.cover(0, 17)).isTrue();
        assertThat(read.cover(0, 18)).isFalse();
        assertThat(read.cover(1, 0)).isFalse();
        assertThat(read.with(1, 0).reach(read)).isTrue();
        assertThat(read.reach(read.with(1, 0))).isFalse();
    }
}
