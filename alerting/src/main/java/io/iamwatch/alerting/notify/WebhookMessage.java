package io.iamwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.notification.Notification;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A notification by the
 * <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks specification</a> 1.0.0: {@code type}, {@code timestamp} and {@code data}, the notification as its topic
 * has it, names as they are; {@code text} is the same for people, neutralised. The id is the notification's and
 * does not change over retries; the time that is signed is that of the attempt.
 */
final class WebhookMessage {

    private WebhookMessage() {
    }

    static HttpMessage of(Notification notification, Destination.Webhook webhook, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "incident." + notification.kind().name().toLowerCase(Locale.ROOT))
                .put("timestamp", Instant.ofEpochMilli(notification.time()).toString())
                .put("text", String.join("\n", NotificationText.of(notification).lines()))
                .set("data", FindingJson.MAPPER.valueToTree(notification));
        String json = HarmlessJson.of(body);
        // By the specification no full stop is in an id: it parts what is signed.
        String id = notification.id().replace('.', '_');
        return new HttpMessage(webhook.url(), Map.of("webhook-id", id,
                "webhook-timestamp", Long.toString(now.getEpochSecond()),
                "webhook-signature", WebhookSignature.of(webhook.secrets(), id, now.getEpochSecond(), json)), json);
    }
}
