package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What PagerDuty is told keeps its limits, and is about the right page. */
class PagerDutyEventTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Destination.PagerDuty PAGER = new Destination.PagerDuty(
            new Secret(Destination.PagerDuty.URL), new Secret(KEY));

    @ParameterizedTest
    @MethodSource("io.iamwatch.alerting.notify.Hostile#notifications")
    void keepsTheLimitsAndDoesNoHarm(Notification notification) throws IOException {
        HttpMessage message = PagerDutyEvent.of(notification, PAGER);
        JsonNode json = FindingJson.MAPPER.readTree(message.body());
        JsonNode payload = json.path("payload");
        assertThat(json.path("routing_key").asText()).isEqualTo(KEY);
        assertThat(json.path("dedup_key").asText()).hasSizeBetween(1, 255);
        assertThat(payload.path("summary").asText()).hasSizeBetween(1, 1024)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
        assertThat(payload.path("source").asText()).isEqualTo("aws-account-229654561268");
        assertThat(payload.path("severity").asText()).isIn("critical", "error", "warning", "info");
        payload.path("custom_details").forEach(detail -> assertThat(detail.asText()).isNotEmpty()
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\n]]"));
        assertThat(message.bytes()).hasSizeLessThan(PagerDutyEvent.BYTES);
        assertThat(message.body()).isPrintable().doesNotContain("<", ">");
    }

    @ParameterizedTest
    @CsvSource({"OPENED,trigger", "RAISED,trigger", "UPDATED,trigger", "REOPENED,trigger", "ACKNOWLEDGED,acknowledge",
            "RESOLVED,resolve", "CLOSED,resolve", "RETRACTED,resolve"})
    void everythingOfAnIncidentIsAboutOnePage(Kind kind, String action) throws IOException {
        JsonNode event = FindingJson.MAPPER
                .readTree(PagerDutyEvent.of(Hostile.everywhere(kind, "bob"), PAGER).body());
        assertThat(event.path("event_action").asText()).isEqualTo(action);
        assertThat(event.path("dedup_key").asText()).isEqualTo("ab".repeat(32));
        assertThat(event.has("payload")).isEqualTo(action.equals("trigger"));
    }

    @Test
    void theKeyIsASecret() {
        assertThat(PagerDutyEvent.of(Hostile.digest("a"), PAGER).toString() + PAGER).doesNotContain(KEY);
    }
}
