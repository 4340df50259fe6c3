package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.demo.SubscriptionPayload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The ways in which CloudTrail records come to Kinesis, each as plain bytes. */
enum Envelope {
    /** A CloudWatch Logs subscription; in life always gzip. */
    CLOUDWATCH_LOGS {
        @Override
        List<byte[]> wrap(List<String> records) {
            return List.of(gunzip(SubscriptionPayload.of(records, Instant.EPOCH)));
        }
    },
    /** An EventBridge rule: one record an event. */
    EVENT_BRIDGE {
        @Override
        List<byte[]> wrap(List<String> records) {
            return records.stream().map(record -> "{\"version\":\"0\",\"id\":\"c11d4c7d-0cd1-4bb8-9f9c-0a3a4a1b7c11\","
                    + "\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.iam\",\"account\":\"111122223333\","
                    + "\"time\":\"2026-11-01T00:00:00Z\",\"region\":\"us-east-1\",\"resources\":[],\"detail\":" + record
                    + "}").map(event -> event.getBytes(UTF_8)).toList();
        }
    },
    /** A file as CloudTrail delivers it to S3. */
    RECORDS {
        @Override
        List<byte[]> wrap(List<String> records) {
            return List.of(("{\"Records\":[" + String.join(",", records) + "]}").getBytes(UTF_8));
        }
    },
    /** A record and nothing else. */
    BARE_RECORD {
        @Override
        List<byte[]> wrap(List<String> records) {
            return records.stream().map(record -> record.getBytes(UTF_8)).toList();
        }
    },
    /** A record a line. */
    JSON_LINES {
        @Override
        List<byte[]> wrap(List<String> records) {
            return List.of(String.join("\n", records).getBytes(UTF_8));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    abstract List<byte[]> wrap(List<String> records);

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return zipped.toByteArray();
    }

    private static byte[] gunzip(byte[] zipped) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return gzip.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A record without fields, wherever in it they stand. */
    static String without(String record, String... fields) {
        ObjectNode tree = (ObjectNode) json(record);
        for (String field : fields) {
            tree.findParents(field).forEach(parent -> ((ObjectNode) parent).remove(field));
        }
        return tree.toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
