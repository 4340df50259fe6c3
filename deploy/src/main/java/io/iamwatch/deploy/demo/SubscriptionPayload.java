package io.iamwatch.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Wraps records as a
 * <a href= "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html">CloudWatch Logs
 * subscription</a> puts them into Kinesis: gzip over JSON whose log events hold each record as an escaped string.
 */
public final class SubscriptionPayload {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEMO_ACCOUNT = "111122223333";

    private SubscriptionPayload() {
    }

    /** Returns one Kinesis record's data, from a log group of the demo's own account. */
    public static byte[] of(List<String> records, Instant now) {
        return of(DEMO_ACCOUNT, records, now);
    }

    /** Returns one Kinesis record's data, from a log group of that account. */
    public static byte[] of(String owner, List<String> records, Instant now) {
        ObjectNode message = JSON.createObjectNode();
        message.put("messageType", "DATA_MESSAGE").put("owner", owner);
        message.put("logGroup", "aws-cloudtrail-logs").put("logStream", owner + "_CloudTrail_us-east-1");
        message.putArray("subscriptionFilters").add("iamwatch");
        ArrayNode events = message.putArray("logEvents");
        for (int i = 0; i < records.size(); i++) {
            events.addObject().put("id", Long.toString(now.toEpochMilli() * 1000 + i)).put("timestamp",
                    now.toEpochMilli()).put("message", records.get(i));
        }
        return gzip(message.toString().getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return zipped.toByteArray();
    }
}
