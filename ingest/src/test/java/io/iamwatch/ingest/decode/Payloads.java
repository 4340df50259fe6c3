package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import io.iamwatch.ingest.decode.Decoded.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Payloads, real and made, and what they come to. */
final class Payloads {

    static final ObjectMapper JSON = new ObjectMapper();
    static final int MAX_INFLATED = 64 * 1024 * 1024;
    static final PayloadDecoder DECODER = new PayloadDecoder(MAX_INFLATED);

    private Payloads() {
    }

    static byte[] resource(String name) {
        try (InputStream in = Payloads.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All real envelopes, in the order of their names. */
    static List<byte[]> realEnvelopes() {
        try (Stream<Path> files = Files.walk(Path.of(Payloads.class.getResource("/envelopes").toURI()))) {
            List<byte[]> envelopes = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                envelopes.add(Files.readAllBytes(file));
            }
            return envelopes;
        } catch (IOException | URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static List<String> lines(String resource) {
        return new String(resource(resource), UTF_8).lines().toList();
    }

    /** A record as small as it may be. */
    static String record(String id) {
        return "{\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateUser\",\"eventTime\":"
                + "\"2026-11-01T00:00:00Z\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"" + id + "\"}";
    }

    static String recordWithoutAccount(String id) {
        return record(id).replace("\"recipientAccountId\":\"111122223333\",", "");
    }

    /** A CloudWatch Logs subscription payload of these log lines. */
    static String subscription(String owner, List<String> lines) {
        List<Map<String, Object>> events = lines.stream()
                .<Map<String, Object>>map(line -> Map.of("id", "1", "timestamp", 1, "message", line))
                .toList();
        return json(Map.of("messageType", "DATA_MESSAGE", "owner", owner, "logEvents", events));
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static List<Decoded> decode(String payload) {
        return DECODER.decode(utf8(payload));
    }

    /** The bytes of the CloudTrail records among outcomes. */
    static List<String> records(List<Decoded> outcomes) {
        return outcomes.stream().filter(CloudTrailRecord.class::isInstance)
                .map(event -> ((CloudTrailRecord) event).bytes().toString()).toList();
    }

    static List<Rejected> rejected(List<Decoded> outcomes) {
        return outcomes.stream().filter(Rejected.class::isInstance).map(Rejected.class::cast).toList();
    }

    static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** An aggregate of the Kinesis Producer Library. */
    static byte[] kpl(byte[]... records) {
        byte[] message = protobuf(1, utf8("partition-key"));
        for (byte[] data : records) {
            message = concat(message, protobuf(3, concat(new byte[]{0x08, 0x00}, protobuf(3, data))));
        }
        return kplOf(records.length == 0 ? new byte[0] : message);
    }

    static byte[] kplOf(byte[] message) {
        try {
            byte[] magic = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};
            return concat(concat(magic, message), MessageDigest.getInstance("MD5").digest(message));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A field whose value has a length. */
    static byte[] protobuf(int number, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        int length = value.length;
        while (length > 0x7f) {
            out.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(value);
        return out.toByteArray();
    }
}
