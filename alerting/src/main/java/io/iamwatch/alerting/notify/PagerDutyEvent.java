package io.iamwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A notification as an event of PagerDuty's
 * <a href= "https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/02-Trigger-Events.md">Events
 * API v2</a>: a summary of at most 1024 characters, a dedup_key of at most 255, all of it
 * <a href="https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/01-Overview.md">at most 512
 * KB</a>.
 *
 * <p>
 * The dedup_key is the incident's uid, so that all that is said of it is said of one alert there: what is new
 * triggers it again, which pages nobody while it is acknowledged. A digest has an alert of its own.
 */
final class PagerDutyEvent {

    static final int SUMMARY = 1024;
    static final int DEDUP_KEY = 255;
    static final int BYTES = 512 * 1024;

    private static final int DETAIL = 20_000;

    private PagerDutyEvent() {
    }

    static HttpMessage of(Notification notification, Destination.PagerDuty pagerDuty) {
        String action = action(notification.kind());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("routing_key", pagerDuty.routingKey().value()).put("event_action", action)
                .put("dedup_key", Texts.cut(dedupKey(notification), DEDUP_KEY));
        if (action.equals("trigger")) {
            event.put("client", "iamwatch");
            event.set("payload", payload(notification));
        }
        return new HttpMessage(pagerDuty.url(), Map.of(), HarmlessJson.of(event));
    }

    private static String action(Kind kind) {
        return switch (kind) {
            case OPENED, RAISED, UPDATED, REOPENED, DIGEST -> "trigger";
            case ACKNOWLEDGED -> "acknowledge";
            case RESOLVED, CLOSED, RETRACTED -> "resolve";
        };
    }

    private static String dedupKey(Notification notification) {
        return notification.incident() == null || notification.incident().unmapped() == null
                ? notification.id()
                : notification.incident().unmapped().iamwatch().uid();
    }

    private static ObjectNode payload(Notification notification) {
        NotificationText text = NotificationText.of(notification);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("summary", Texts.cut(text.headline() + (text.sentence().isEmpty() ? "" : ": " + text.sentence()),
                SUMMARY)).put("source", "aws-account-" + Texts.ascii(String.valueOf(notification.account()), 100))
                .put("severity", severity(notification.severity()))
                .put("timestamp", Instant.ofEpochMilli(notification.time()).toString())
                .put("class", String.join(", ", text.facts().stream().filter(fact -> fact.name().equals("rules"))
                        .map(NotificationText.Fact::value).toList()));
        ObjectNode details = payload.putObject("custom_details");
        details(text).forEach((name, lines) -> details.put(name, Texts.cut(String.join("\n", lines), DETAIL)));
        return payload;
    }

    private static Map<String, List<String>> details(NotificationText text) {
        Map<String, List<String>> details = new LinkedHashMap<>();
        details.put("what", List.of(text.sentence()));
        details.put("news", text.news());
        details.put("incidents", text.listed());
        text.facts().forEach(fact -> details.merge(fact.name(), List.of(fact.value()),
                (all, one) -> Stream.concat(all.stream(), one.stream()).toList()));
        details.values().removeIf(lines -> String.join("", lines).isEmpty());
        return details;
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "critical";
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFORMATIONAL -> "info";
            case null -> "critical";
        };
    }
}
