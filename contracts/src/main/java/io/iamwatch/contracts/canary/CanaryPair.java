package io.iamwatch.contracts.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A user who is created and, in the same second, made an administrator: what a new administrator looks like, in an
 * account that nobody has. Each pair is another user of the same name.
 *
 * @param account a reserved id
 * @param sentAt when it is sent, wall clock, milliseconds since 1970; in an account no two pairs have one
 */
public record CanaryPair(String account, long sentAt) {

    /** The user's name, for people; nothing is recognised by it. */
    public static final String USER = "iamwatch-canary";

    private static final String POLICY = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final int UNIQUE = 17;

    /** Returns the two CloudTrail records, signed. */
    public List<byte[]> records(CanaryMark mark) {
        return List.of(mark.sign(creation(), sentAt), mark.sign(grant(), sentAt));
    }

    private ObjectNode creation() {
        ObjectNode record = call("CreateUser");
        record.putObject("requestParameters").put("userName", USER);
        record.putObject("responseElements").putObject("user").put("path", "/").put("userName", USER)
                .put("userId", "AIDA" + unique("user").replace("-", "").substring(0, UNIQUE).toUpperCase(Locale.ROOT))
                .put("arn", "arn:aws:iam::" + account + ":user/" + USER).put("createDate", second());
        return record;
    }

    private ObjectNode grant() {
        ObjectNode record = call("AttachUserPolicy");
        record.putObject("requestParameters").put("userName", USER).put("policyArn", POLICY);
        record.putNull("responseElements");
        return record;
    }

    private ObjectNode call(String name) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("eventVersion", "1.10");
        record.putObject("userIdentity").put("type", "AWSService").put("invokedBy", "iamwatch");
        record.put("eventTime", second()).put("eventSource", "iam.amazonaws.com").put("eventName", name)
                .put("awsRegion", "us-east-1").put("sourceIPAddress", "iamwatch").put("userAgent", "iamwatch")
                .put("requestID", unique(name + " request")).put("eventID", unique(name)).put("readOnly", false)
                .put("eventType", "AwsApiCall").put("managementEvent", true).put("eventCategory", "Management")
                .put("recipientAccountId", account);
        return record;
    }

    private String second() {
        return Instant.ofEpochMilli(sentAt).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String unique(String what) {
        return UUID.nameUUIDFromBytes((account + "/" + sentAt + "/" + what).getBytes(UTF_8)).toString();
    }
}
