package io.iamwatch.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {

    private static final List<String> POSITIONS = List.of("cloudtrail.identity/3/9", "cloudtrail.identity/3/17",
            "cloudtrail.identity/3/170", "cloudtrail.users/3/8", "iamwatch.baseline/3/0");
    private static final String TEXT = "cloudtrail.identity/3/9,17,170 cloudtrail.users/3/8 iamwatch.baseline/3/0";

    @Test
    void eachPositionStandsThereOnceInOrder() {
        assertThat(Inputs.text(Stream.concat(POSITIONS.reversed().stream(), POSITIONS.stream()))).isEqualTo(TEXT);
        assertThat(Inputs.positions(TEXT)).isEqualTo(POSITIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "a/1", "a/b/1", "a/1/", "a/1/,", "a/1/9,", "a/1/-9", "a/1/9999999999999999999",
                    "<b>/1/1", "a/1/1\tb/1/1"})
    void whatNoDetectorWroteSaysNothing(String text) {
        assertThat(Inputs.positions(text)).isEmpty();
    }
}
