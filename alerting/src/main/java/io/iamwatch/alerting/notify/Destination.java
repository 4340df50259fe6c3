package io.iamwatch.alerting.notify;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What kind of thing is told, and where it is. */
public sealed interface Destination {

    /**
     * A channel of Slack.
     *
     * @param url of the incoming webhook: who knows it may write there
     */
    record Slack(Secret url) implements Destination {
    }

    /**
     * A service of PagerDuty.
     *
     * @param url where events go
     * @param routingKey the integration key
     */
    record PagerDuty(Secret url, Secret routingKey) implements Destination {

        /** Where PagerDuty takes events of its US region; the EU has another one. */
        public static final String URL = "https://events.pagerduty.com/v2/enqueue";
    }

    /**
     * Anything that understands Standard Webhooks.
     *
     * @param secrets each signs; several while they are changed
     */
    record Webhook(Secret url, List<Secret> secrets) implements Destination {

        /** Keeps its own list. */
        public Webhook {
            secrets = List.copyOf(secrets);
        }
    }

    /**
     * A topic of Amazon SNS.
     *
     * @param endpoint another address than that of SNS in the topic's region
     */
    record Sns(String topicArn, Optional<URI> endpoint) implements Destination {
    }
}
