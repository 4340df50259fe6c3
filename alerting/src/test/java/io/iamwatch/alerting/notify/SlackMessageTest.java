package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Slack is told keeps its limits, and nothing in it is obeyed. */
class SlackMessageTest {

    private static final Destination.Slack SLACK = new Destination.Slack(
            new Secret("https://hooks.slack.example/services/T/B/secret"));

    @ParameterizedTest
    @MethodSource("io.iamwatch.alerting.notify.Hostile#notifications")
    void keepsTheLimitsAndDoesNoHarm(Notification notification) throws IOException {
        HttpMessage message = SlackMessage.of(notification, SLACK);
        JsonNode json = FindingJson.MAPPER.readTree(message.body());
        assertThat(json.path("blocks").size()).isBetween(2, 50);
        assertHarmless(json.path("text").asText());
        json.path("blocks").forEach(block -> {
            boolean header = block.path("type").asText().equals("header");
            assertThat(block.path("text").path("type").asText()).isEqualTo("plain_text");
            assertThat(block.path("text").path("emoji").asBoolean(true)).isFalse();
            assertThat(block.path("text").path("text").asText()).hasSizeBetween(1, header ? 150 : 3000);
            assertHarmless(block.path("text").path("text").asText());
        });
        assertThat(message.body()).isPrintable().doesNotContain("<", ">", "&");
    }

    private static void assertHarmless(String text) {
        assertThat(text).doesNotContain("<", ">", "://").doesNotContainPattern("&(?!(amp|lt|gt);)")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\n]]");
    }

    @Test
    void saysWhatHappenedFirst() throws IOException {
        JsonNode blocks = FindingJson.MAPPER
                .readTree(SlackMessage.of(Hostile.everywhere(Kind.OPENED, "bob <b>"), SLACK).body()).path("blocks");
        assertThat(blocks.path(0).path("text").path("text").asText())
                .isEqualTo("[CRITICAL] New incident: user bob &lt;b&gt; in account 229654561268");
        assertThat(blocks.path(1).path("text").path("text").asText()).isEqualTo("bob &lt;b&gt;");
    }

    @Test
    void theAddressIsASecret() {
        assertThat(SlackMessage.of(Hostile.digest("a"), SLACK).toString() + SLACK).doesNotContain("secret");
    }
}
