package io.iamwatch.deploy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What is called in an organisation, as {@link EverydayTraffic}, in the order of time and by callers who call
 * again: sessions of roles, which last an hour; one in twenty by users with keys of their own, who have been there
 * for a month and some of whom ask for sessions now and then; and one in a hundred that changes identities, as
 * {@link IdentityStory}, by which some users are new and some become administrators.
 */
final class FollowedTraffic {

    private static final int IDENTITY_ONE_IN = 100;
    private static final int BY_USERS_ONE_IN = 20;
    private static final int ASKS_FOR_SESSION_ONE_IN = 20;
    private static final int SESSION_SECONDS = 3600;
    private static final int FEWEST_SESSIONS = 12;
    private static final int CALLS_A_MINUTE_OF_SESSION = 5;
    private static final long MONTH = 30 * 86_400;

    private final Random random = new Random(DetectorBench.SEED);
    private final CloudTrailJson json = new CloudTrailJson(random);
    private final Map<Integer, Session> sessions = new HashMap<>();
    private final FollowingFigures.Load load;
    private final IdentityStory story;
    private final double between;
    private double second = DetectorBench.FIRST_SECOND + MONTH;
    private int number;
    private int created;

    /** Who calls with a temporary key. */
    private record Session(JsonNode identity, double until) {
    }

    FollowedTraffic(FollowingFigures.Load load) {
        this.load = load;
        between = 60.0 / load.callsAMinute() / load.accounts();
        story = new IdentityStory(DetectorBench.SEED, DetectorBench.FIRST_SECOND, between * IDENTITY_ONE_IN,
                load.accounts(), load.usersPerAccount());
    }

    /** Returns what tells of the identities, for what ends it all. */
    IdentityStory story() {
        return story;
    }

    /** Returns how many users are created before anything else. */
    int users() {
        return load.accounts() * load.usersPerAccount();
    }

    /** Returns what is called next. */
    KeyedRecord next() {
        if (created < users()) {
            KeyedRecord creation = story.create(created++);
            if (created == users()) {
                story.moveTo((long) second);
            }
            return creation;
        }
        number++;
        second += between;
        if (number % IDENTITY_ONE_IN == 0) {
            return story.next();
        }
        int user = random.nextInt(users());
        Optional<String> id = random.nextInt(BY_USERS_ONE_IN) == 0 ? story.id(user) : Optional.empty();
        return id.isPresent() ? byUser(user, id.get()) : bySession(user % load.accounts());
    }

    private KeyedRecord byUser(int user, String id) {
        int account = user % load.accounts();
        boolean asks = random.nextInt(ASKS_FOR_SESSION_ONE_IN) == 0;
        ObjectNode call = asks ? asksForSession(account) : call(account);
        // STS is asked by users for sessions only.
        if (!asks && call.path("eventSource").asText().startsWith("sts.")) {
            return bySession(account);
        }
        call.set("userIdentity", JsonNodeFactory.instance.objectNode().put("type", "IAMUser").put("principalId", id)
                .put("arn", "arn:aws:iam::" + account(account) + ":user/" + IdentityStory.name(user))
                .put("accountId", account(account)).put("accessKeyId", "AKIA" + id.substring(4, 20))
                .put("userName", IdentityStory.name(user)));
        return written(account, call);
    }

    /** What calls with that key from then on stands among what all other sessions call. */
    private ObjectNode asksForSession(int account) {
        ObjectNode call = json.call(account(account), (long) second, "sts", "AssumeRole", true);
        Session session = newSession(account);
        sessions.put(slot(account), session);
        ObjectNode response = call.putObject("responseElements");
        response.putObject("credentials").put("accessKeyId", session.identity().path("accessKeyId").asText());
        response.putObject("assumedRoleUser").put("arn", session.identity().path("arn").asText());
        return call;
    }

    private KeyedRecord bySession(int account) {
        int slot = slot(account);
        Session session = sessions.get(slot);
        if (session == null || session.until() < second) {
            session = newSession(account);
            sessions.put(slot, session);
        }
        ObjectNode call = call(account);
        call.set("userIdentity", session.identity());
        return written(account, call);
    }

    private int slot(int account) {
        int ofAccount = Math.max(FEWEST_SESSIONS, load.callsAMinute() / CALLS_A_MINUTE_OF_SESSION);
        return account * ofAccount + random.nextInt(ofAccount);
    }

    private Session newSession(int account) {
        JsonNode identity = json.call(account(account), (long) second, "sts", "GetCallerIdentity", true)
                .get("userIdentity");
        return new Session(identity, second + SESSION_SECONDS);
    }

    private ObjectNode call(int account) {
        return EverydayTraffic.call(account(account), (long) second, number, random, json);
    }

    private KeyedRecord written(int account, ObjectNode call) {
        return new KeyedRecord(account(account), ((long) second) * 1000 + 30_000, CloudTrailJson.bytes(call));
    }

    private static String account(int account) {
        return CloudTrailJson.account(account);
    }
}
