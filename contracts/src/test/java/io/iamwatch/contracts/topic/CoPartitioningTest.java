package io.iamwatch.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CoPartitioningTest {

    @Test
    void equalCountsAreTheCount() {
        assertThat(CoPartitioning.requireEqual(Map.of("a", 12, "b", 12, "c", 12))).isEqualTo(12);
        assertThat(CoPartitioning.requireEqual(Map.of("a", 1))).isEqualTo(1);
    }

    @Test
    void unequalCountsAreNamedWithTheirTopicsInOrder() {
        assertThatThrownBy(() -> CoPartitioning.requireEqual(Map.of("b", 12, "a", 6, "c", 12)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("topics must have one partition count, but have {a=6, b=12, c=12}. "
                        + "`iamwatch topics migrate --partitions N` gives them one.");
    }
}
