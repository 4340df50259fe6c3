package io.iamwatch.alerting.notify;

import java.time.Duration;

/**
 * Somebody who is told.
 *
 * @param name its name in the configuration; Kafka knows its position in the outbox by it
 * @param destination where it is
 * @param route what it is told
 * @param retries when it is told again
 * @param timeout how long its answer may take
 */
public record SinkSettings(String name, Destination destination, Route route, RetryPlan retries, Duration timeout) {
}
