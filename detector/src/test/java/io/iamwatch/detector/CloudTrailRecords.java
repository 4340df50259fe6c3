package io.iamwatch.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Writes CloudTrail records of IAM calls as AWS writes them. */
public final class CloudTrailRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudTrailRecords() {
    }

    /** A successful call by user christophe; change the tree for anything else. */
    public static ObjectNode call(String account, String eventName, String eventId, long second) {
        ObjectNode record = JSON.createObjectNode();
        record.put("eventVersion", "1.09");
        ObjectNode identity = record.putObject("userIdentity");
        identity.put("type", "IAMUser").put("principalId", "AIDACHRISTOPHE").put("accountId", account);
        identity.put("arn", "arn:aws:iam::" + account + ":user/christophe").put("userName", "christophe");
        identity.put("accessKeyId", "AKIACHRISTOPHE");
        record.put("eventTime", Instant.ofEpochSecond(second).toString());
        record.put("eventSource", "iam.amazonaws.com").put("eventName", eventName).put("awsRegion", "us-east-1");
        record.put("sourceIPAddress", "198.51.100.7").put("userAgent", "aws-cli/2").put("requestID", "r-" + eventId);
        record.put("eventID", eventId).put("readOnly", false).put("eventType", "AwsApiCall");
        record.put("managementEvent", true).put("recipientAccountId", account).put("eventCategory", "Management");
        return record;
    }

    public static ObjectNode createUser(String account, String eventId, long second, String name, String userId) {
        ObjectNode record = call(account, "CreateUser", eventId, second);
        record.putObject("requestParameters").put("userName", name);
        record.putObject("responseElements").putObject("user").put("userName", name).put("userId", userId)
                .put("path", "/").put("arn", "arn:aws:iam::" + account + ":user/" + name);
        return record;
    }

    public static ObjectNode deleteUser(String account, String eventId, long second, String name) {
        ObjectNode record = call(account, "DeleteUser", eventId, second);
        record.putObject("requestParameters").put("userName", name);
        return record;
    }

    public static ObjectNode policy(String account, String eventName, String eventId, long second, String name,
            String policyArn) {
        ObjectNode record = call(account, eventName, eventId, second);
        record.putObject("requestParameters").put("userName", name).put("policyArn", policyArn);
        return record;
    }

    public static byte[] bytes(ObjectNode record) {
        return record.toString().getBytes(UTF_8);
    }
}
