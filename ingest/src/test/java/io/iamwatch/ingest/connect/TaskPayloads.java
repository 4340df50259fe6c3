package io.iamwatch.ingest.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/** Small payloads for a task, and what of its records a test looks at. */
final class TaskPayloads {

    private TaskPayloads() {
    }

    static byte[] record(String service, String eventName) {
        return event(service, eventName, "IAMUser");
    }

    static byte[] role() {
        return event("ec2", "RunInstances", "AssumedRole");
    }

    static byte[] padded(int bytes) {
        return event("iam", "x".repeat(bytes), "IAMUser");
    }

    static byte[] event(String service, String eventName, String type) {
        return bytes(("{\"eventSource\":\"%s.amazonaws.com\",\"eventName\":\"%s\",\"eventTime\":"
                + "\"2026-11-01T00:00:00Z\",\"userIdentity\":{\"type\":\"%s\",\"accountId\":\"111122223333\"}}")
                .formatted(service, eventName, type));
    }

    static byte[] lines(byte[]... lines) {
        return bytes(String.join("\n", Stream.of(lines).map(TaskPayloads::text).toList()));
    }

    static String header(SourceRecord record, String name) {
        assertThat(record.headers().lastWithName(name).schema()).isEqualTo(Schema.BYTES_SCHEMA);
        return text(record.headers().lastWithName(name).value());
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(Object bytes) {
        return new String(Arrays.copyOf((byte[]) bytes, ((byte[]) bytes).length), UTF_8);
    }
}
