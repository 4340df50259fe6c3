package io.iamwatch.deploy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The recorded attack: user malicious-iam-user is given AdministratorAccess, an access key, and is created, all in
 * one second and, as in the recording, the grant before the creation.
 */
public final class Attack {

    /** CloudTrail writes dates in responses like this: {@code Aug 1, 2024 1:33:28 PM}. */
    private static final DateTimeFormatter RESPONSE_DATE = DateTimeFormatter
            .ofPattern("MMM d, yyyy h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    private static final List<ObjectNode> RECORDED = Resources.records("attack.jsonl");

    private Attack() {
    }

    /** Returns the recorded attack as if it happened in that second of wall-clock time. */
    public static List<String> at(Instant now) {
        return RECORDED.stream().map(record -> restamp(record.deepCopy(), now).toString()).toList();
    }

    /** Returns the same attack on a user of another name, with ids of its own: for measuring over many. */
    public static List<String> variant(Instant now, int number) {
        String suffix = String.format(Locale.ROOT, "%04d", number);
        return at(now).stream().map(record -> record.replace("malicious-iam-user", "malicious-iam-user-" + suffix)
                .replace("AIDAL1XMLVWIUOK8KAF0", "AIDAL1XMLVWIUOK8" + suffix)
                .replaceAll("(\"eventID\":\"[0-9a-f-]{32})[0-9a-f]{4}", "$1" + suffix)).toList();
    }

    private static ObjectNode restamp(ObjectNode record, Instant now) {
        record.put("eventTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        for (JsonNode created : record.findParents("createDate")) {
            ((ObjectNode) created).put("createDate", RESPONSE_DATE.format(now));
        }
        return record;
    }
}
