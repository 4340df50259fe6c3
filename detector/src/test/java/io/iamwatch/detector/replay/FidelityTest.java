package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FidelityTest {

    private static final Fidelity.Circumstances WHY = new Fidelity.Circumstances() {

        @Override
        public String whyChanged(Version ran, Version replayed) {
            return "changed " + ran.content() + " to " + replayed.content();
        }

        @Override
        public String whyOnlyLive(Version version, boolean isAlertKnown) {
            return "live " + isAlertKnown;
        }

        @Override
        public String whyOnlyReplay(Version version, boolean isAlertKnown) {
            return "replay " + isAlertKnown;
        }
    };

    @Test
    void tellsApartWhatIsAlikeOtherwiseOrOnOneSideOnly() {
        Version same = new Version("a", "t/0/1", "x");
        Fidelity fidelity = Fidelity.of(
                List.of(same, new Version("a", "t/0/2", "x"), new Version("b", "t/0/3", "x")),
                List.of(same, new Version("a", "t/0/2", "y"), new Version("b", "t/0/4", "x"),
                        new Version("c", "t/0/5", "x")),
                WHY);
        assertThat(fidelity.alike()).isEqualTo(1);
        assertThat(fidelity.changed()).containsExactly(new Fidelity.Difference("a", "t/0/2", "changed x to y"));
        assertThat(fidelity.onlyLive()).containsExactly(new Fidelity.Difference("b", "t/0/3", "live true"));
        assertThat(fidelity.onlyReplay()).containsExactly(new Fidelity.Difference("b", "t/0/4", "replay true"),
                new Fidelity.Difference("c", "t/0/5", "replay false"));
        assertThat(fidelity.percent()).isEqualTo(20);
    }

    @Test
    void nothingOnBothSidesIsAlike() {
        assertThat(Fidelity.of(List.of(), List.of(), WHY).percent()).isEqualTo(100);
    }
}
