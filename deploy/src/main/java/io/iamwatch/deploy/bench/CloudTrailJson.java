package io.iamwatch.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Writes CloudTrail records that look like those of today: fields, their order and their sizes. */
final class CloudTrailJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String[] ROLES = {"ci-deploy", "node-group", "AWSReservedSSO_ReadOnly", "terraform-apply",
            "observability"};

    private final Random random;

    CloudTrailJson(Random random) {
        this.random = random;
    }

    /** A call by a session of some role, without parameters yet. */
    ObjectNode call(String account, long second, String service, String name, boolean readOnly) {
        return call(account, second, service, name, readOnly, random.nextInt(ROLES.length));
    }

    /** A call by a session of a role, without parameters yet. */
    ObjectNode call(String account, long second, String service, String name, boolean readOnly, int roleNumber) {
        ObjectNode record = JSON.createObjectNode();
        record.put("eventVersion", "1.11");
        String role = ROLES[roleNumber % ROLES.length];
        ObjectNode identity = record.putObject("userIdentity");
        identity.put("type", "AssumedRole");
        String session = roleId(account, roleNumber % ROLES.length) + ":" + role + "-" + random.nextInt(100_000);
        identity.put("principalId", session);
        identity.put("arn", "arn:aws:sts::" + account + ":assumed-role/" + role + "/"
                + session.substring(session.indexOf(':') + 1));
        identity.put("accountId", account);
        identity.put("accessKeyId", "ASIA" + letters(16));
        ObjectNode context = identity.putObject("sessionContext");
        ObjectNode issuer = context.putObject("sessionIssuer");
        issuer.put("type", "Role");
        issuer.put("principalId", session.substring(0, session.indexOf(':')));
        issuer.put("arn", "arn:aws:iam::" + account + ":role/" + role);
        issuer.put("accountId", account);
        issuer.put("userName", role);
        ObjectNode attributes = context.putObject("attributes");
        attributes.put("creationDate", time(second - random.nextInt(3000)));
        attributes.put("mfaAuthenticated", "false");
        record.put("eventTime", time(second));
        record.put("eventSource", service + ".amazonaws.com");
        record.put("eventName", name);
        record.put("awsRegion", "us-east-1");
        record.put("sourceIPAddress", "198.51." + random.nextInt(256) + "." + random.nextInt(256));
        record.put("userAgent",
                "aws-sdk-go-v2/1.36." + random.nextInt(6) + " ua/2.1 os/linux lang/go#1.24." + letters(1)
                        + " md/GOOS#linux md/GOARCH#arm64 api/" + service + "#1.50." + random.nextInt(9) + " m/E,e");
        record.putObject("requestParameters");
        record.putNull("responseElements");
        record.put("requestID", uuid());
        record.put("eventID", uuid());
        record.put("readOnly", readOnly);
        record.put("eventType", "AwsApiCall");
        record.put("managementEvent", true);
        record.put("recipientAccountId", account);
        record.put("eventCategory", "Management");
        ObjectNode tls = record.putObject("tlsDetails");
        tls.put("tlsVersion", "TLSv1.3");
        tls.put("cipherSuite", "TLS_AES_128_GCM_SHA256");
        tls.put("clientProvidedHostHeader", service + ".us-east-1.amazonaws.com");
        return record;
    }

    /** A role keeps its id. */
    private static String roleId(String account, int roleNumber) {
        return "AROA" + account + "ROLE" + (char) ('A' + roleNumber);
    }

    String uuid() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (2L << 62))
                .toString();
    }

    String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(random.nextInt(32)));
        }
        return text.toString();
    }

    static String account(int index) {
        return String.format(Locale.ROOT, "%012d", 100_000_000_019L + index * 7_919_317L);
    }

    static String time(long second) {
        return Instant.ofEpochSecond(second).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static byte[] bytes(ObjectNode record) {
        try {
            return JSON.writeValueAsString(record).getBytes(UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
