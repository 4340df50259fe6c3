package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.topic.PrincipalKey;
import io.iamwatch.deploy.demo.Attack;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The recorded attack on a user, in an account and at a second of a test's own, with ids that follow from these:
 * the same story told twice is the same events.
 */
record Story(String account, String user, Instant at) {

    static final String RECORDED_ACCOUNT = "229654561268";
    static final String RECORDED_USER = "malicious-iam-user";

    private static final String RECORDED_USER_ID = "AIDAL1XMLVWIUOK8KAF0";
    private static final Pattern EVENT_ID = Pattern.compile("\"eventID\":\"([^\"]+)\"");

    /** All three records in the recorded order: the grant, an access key, the creation. */
    List<String> asRecorded() {
        return Attack.at(at).stream().map(this::retell).toList();
    }

    String grant() {
        return asRecorded().getFirst();
    }

    String creation() {
        return asRecorded().getLast();
    }

    String key() {
        return new PrincipalKey(account, "user", user).toString();
    }

    private String retell(String record) {
        return EVENT_ID.matcher(record).replaceAll(this::eventId)
                .replace(RECORDED_USER_ID,
                        "AIDA" + id("user").replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT))
                .replace(RECORDED_USER, user).replace(RECORDED_ACCOUNT, account);
    }

    private String eventId(MatchResult recorded) {
        return "\"eventID\":\"" + id(recorded.group(1)) + "\"";
    }

    private String id(String of) {
        return UUID.nameUUIDFromBytes((account + "/" + user + "/" + at + "/" + of).getBytes(UTF_8)).toString();
    }
}
