package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.topic.RecordHeaders;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/** Headers of a notification: CloudEvents 1.0, Kafka binding, binary mode. */
final class NotificationHeaders {

    private NotificationHeaders() {
    }

    static Headers of(Notification notification) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, RecordHeaders.CE_SPECVERSION, "1.0");
        RecordHeaders.add(headers, RecordHeaders.CE_ID, notification.id());
        RecordHeaders.add(headers, RecordHeaders.CE_SOURCE, "iamwatch/alerting");
        RecordHeaders.add(headers, RecordHeaders.CE_TYPE, "io.iamwatch.notification.v1");
        RecordHeaders.add(headers, RecordHeaders.CE_TIME, Instant.ofEpochMilli(notification.time()).toString());
        RecordHeaders.add(headers, RecordHeaders.CONTENT_TYPE, "application/json");
        return headers;
    }
}
