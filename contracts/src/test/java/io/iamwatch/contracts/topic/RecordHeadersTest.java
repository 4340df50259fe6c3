package io.iamwatch.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {

    private final Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();

    @Test
    void aHeaderWithoutAValueIsNone() {
        headers.add(RecordHeaders.CE_ID, null);
        assertThat(RecordHeaders.text(headers, RecordHeaders.CE_ID)).isEmpty();
        assertThat(RecordHeaders.text(headers, RecordHeaders.SOURCE)).isEmpty();
    }

    @Test
    void theLastOfSeveralCounts() {
        RecordHeaders.add(headers, RecordHeaders.SOURCE, "one");
        RecordHeaders.add(headers, RecordHeaders.SOURCE, "two");
        assertThat(RecordHeaders.text(headers, RecordHeaders.SOURCE)).hasValue("two");
    }

    @Test
    void whatIsTooLargeOrTooManyIsNotTakenOver() {
        headers.add("large", new byte[100_000]);
        headers.add("empty", null);
        for (int i = 0; i < 1_000; i++) {
            RecordHeaders.add(headers, "h" + i, "value");
        }
        assertThat(RecordHeaders.text(headers, "large")).isEmpty();
        assertThat(RecordHeaders.copy(headers).toArray()).hasSize(32).extracting(Header::key).contains("empty", "h0")
                .doesNotContain("large");
    }
}
