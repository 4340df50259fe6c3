package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a webhook is told is signed, under one id, and harmless where it is shown as it stands. */
class WebhookMessageTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_674_087_231);
    private static final Secret SECRET = new Secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    private static final Secret OLD = new Secret("whsec_" + "QUFB".repeat(8));
    private static final Destination.Webhook WEBHOOK = new Destination.Webhook(new Secret("https://soc.example/hook"),
            List.of(SECRET, OLD));

    @ParameterizedTest
    @MethodSource("io.iamwatch.alerting.notify.Hostile#notifications")
    void doesNoHarmAndSaysAll(Notification notification) throws IOException {
        HttpMessage message = WebhookMessage.of(notification, WEBHOOK, NOW);
        assertThat(message.body()).isPrintable().doesNotContain("<", ">", "&");
        JsonNode json = FindingJson.MAPPER.readTree(message.body());
        assertThat(json.path("text").asText()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\n]]");
        assertThat(FindingJson.MAPPER.treeToValue(json.path("data"), Notification.class)).isEqualTo(notification);
    }

    /** The example of the specification's own libraries, over what was sent. */
    @Test
    void isSignedAsTheSpecificationSays() {
        assertThat(WebhookSignature.of(List.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachSecretSignsAndTheIdStays() {
        Notification notification = Hostile.everywhere(Kind.UPDATED, "bob");
        HttpMessage first = WebhookMessage.of(notification, WEBHOOK, NOW);
        HttpMessage later = WebhookMessage.of(notification, WEBHOOK, NOW.plusSeconds(5));
        assertThat(first.headers().get("webhook-signature").split(" ")).hasSize(2).allMatch(it -> it.startsWith("v1,"));
        assertThat(first.headers()).containsEntry("webhook-timestamp", "1674087231")
                .containsEntry("webhook-id", notification.id());
        assertThat(later.headers()).containsEntry("webhook-id", notification.id())
                .containsEntry("webhook-timestamp", "1674087236");
        assertThat(later.headers().get("webhook-signature")).isNotEqualTo(first.headers().get("webhook-signature"));
        assertThat(later.body()).isEqualTo(first.body());
        assertThat(first.toString() + WEBHOOK).doesNotContain("whsec_", "soc.example");
    }

    @Test
    void aSecretHas24To64Bytes() {
        assertThat(WebhookSignature.isSecret(SECRET.value())).isTrue();
        assertThat(WebhookSignature.isSecret("whsec_QUJD")).isFalse();
        assertThat(WebhookSignature.isSecret("whsec_" + "QUFB".repeat(22))).isFalse();
        assertThat(WebhookSignature.isSecret("whsec_!!")).isFalse();
        assertThat(WebhookSignature.isSecret("QUFB".repeat(8))).isFalse();
    }
}
