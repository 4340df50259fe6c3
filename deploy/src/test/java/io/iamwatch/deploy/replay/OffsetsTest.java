package io.iamwatch.deploy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetsTest {

    @Test
    void eitherEndMayBeLeftOut() {
        Offsets offsets = Offsets.parse(List.of("3=50..", "0=100..200", "1=..7", "12=.."));
        assertThat(offsets.spans()).containsEntry(0, new Offsets.Span(100L, 200L))
                .containsEntry(1, new Offsets.Span(null, 7L)).containsEntry(3, new Offsets.Span(50L, null))
                .containsEntry(12, new Offsets.Span(null, null));
        assertThat(offsets).hasToString("0=100..200,1=..7,3=50..,12=..");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"7; 7: PARTITION=FROM..TO is needed", "0:1-2; PARTITION=FROM..TO is needed",
            "0=1...2; PARTITION=FROM..TO is needed", "-1=..; PARTITION=FROM..TO is needed",
            "0=-5..; PARTITION=FROM..TO is needed", "0=9999999999999999999..; PARTITION=FROM..TO is needed",
            "0=5..5; 0=5..5: FROM must be below TO", "0=6..5; FROM must be below TO"})
    void whatIsNoRangeIsRefused(String text, String why) {
        assertThatThrownBy(() -> Offsets.parse(List.of(text))).isInstanceOf(ReplayRefusal.class)
                .hasMessageContaining(why);
    }

    @Test
    void aPartitionHasOneRange() {
        assertThatThrownBy(() -> Offsets.parse(List.of("4=..1", "4=2..")))
                .hasMessage("4=2..: partition 4 is named twice");
    }
}
