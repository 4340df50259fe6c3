package io.iamwatch.alerting.notify;

import io.iamwatch.contracts.notification.Notification;
import java.time.Instant;

/** A sink that is told by HTTP: what is posted there, and what its reply means. */
public final class HttpForm {

    private HttpForm() {
    }

    /**
     * Returns what is posted.
     *
     * @throws IllegalArgumentException for SNS, which its own client talks to
     */
    public static HttpMessage message(Destination destination, Notification notification, Instant now) {
        return switch (destination) {
            case Destination.Slack slack -> SlackMessage.of(notification, slack);
            case Destination.PagerDuty pagerDuty -> PagerDutyEvent.of(notification, pagerDuty);
            case Destination.Webhook webhook -> WebhookMessage.of(notification, webhook, now);
            case Destination.Sns sns -> throw new IllegalArgumentException("SNS is told by its own client");
        };
    }

    /** Returns what a reply means. */
    public static Answer answer(Destination destination, Reply reply, Instant now) {
        return ReplyMeaning.of(destination, reply, now);
    }
}
