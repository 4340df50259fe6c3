package io.iamwatch.deploy.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What happens to the users of some accounts: they are created, get and lose policies, groups and keys, and are
 * deleted; one policy in forty makes an administrator. The same seed tells the same story.
 */
final class IdentityStory {

    private static final String MANAGED = "arn:aws:iam::aws:policy/";
    private static final String ADMINISTRATOR = MANAGED + "AdministratorAccess";
    private static final String[] LIMITED = {"AmazonS3ReadOnlyAccess", "AmazonEC2ReadOnlyAccess",
            "CloudWatchReadOnlyAccess", "AmazonSQSFullAccess", "AWSCodeCommitPowerUser", "AmazonDynamoDBFullAccess"};
    private static final int ONE_ADMINISTRATOR_IN = 40;
    private static final int OTHERS_ONE_IN = 20;
    private static final String GROUP = "developers";
    private static final String INLINE = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"arn:aws:s3:::reports/*\"}]}";

    private final Random random;
    private final CloudTrailJson json;
    private final int accounts;
    private final int users;
    private final double secondsBetween;
    private final BitSet living = new BitSet();
    private final Map<Integer, String> ids = new HashMap<>();
    private double second;
    private int groups;

    /**
     * Begins a story.
     *
     * @param secondsBetween how much later each event is than the one before, event time
     */
    IdentityStory(long seed, long firstSecond, double secondsBetween, int accounts, int users) {
        this.random = new Random(seed);
        this.json = new CloudTrailJson(random);
        this.accounts = accounts;
        this.users = users;
        this.secondsBetween = secondsBetween;
        this.second = firstSecond;
    }

    /** Returns how many users there are now. */
    int livingUsers() {
        return living.cardinality();
    }

    /** Goes on later, event time. */
    void moveTo(long laterSecond) {
        second = laterSecond;
    }

    /** Returns the id of the user with a number; empty where there is none now. */
    Optional<String> id(int number) {
        return living.get(number) ? Optional.of(ids.get(number)) : Optional.empty();
    }

    /** Creates the user with a number: a birth, two limited policies, a group. */
    List<KeyedRecord> birth(int number) {
        List<KeyedRecord> birth = new ArrayList<>();
        while (groups < accounts * 2) {
            birth.add(group(groups++));
        }
        birth.add(create(number));
        birth.add(attach(number, limited(number)));
        birth.add(attach(number, limited(number + 1)));
        birth.add(ofGroup(number, "AddUserToGroup"));
        return birth;
    }

    /** Returns what happens next to some user. */
    KeyedRecord next() {
        if (groups < accounts * 2) {
            return group(groups++);
        }
        int user = random.nextInt(accounts * users);
        if (!living.get(user)) {
            return create(user);
        }
        int dice = random.nextInt(100);
        if (dice < 25) {
            boolean admin = random.nextInt(ONE_ADMINISTRATOR_IN) == 0;
            return attach(user, admin ? ADMINISTRATOR : limited(random.nextInt(LIMITED.length)));
        } else if (dice < 40) {
            return detach(user, limited(random.nextInt(LIMITED.length)));
        } else if (dice < 50) {
            return inline(user, "PutUserPolicy");
        } else if (dice < 55) {
            return inline(user, "DeleteUserPolicy");
        } else if (dice < 65) {
            return ofGroup(user, "AddUserToGroup");
        } else if (dice < 70) {
            return ofGroup(user, "RemoveUserFromGroup");
        } else if (dice < 80) {
            return ofKey(user, "CreateAccessKey");
        } else if (dice < 85) {
            return ofKey(user, "DeleteAccessKey");
        } else if (dice < 90) {
            return detach(user, ADMINISTRATOR);
        } else if (dice < 95) {
            return denied(user);
        }
        living.clear(user);
        return written(user, named(call(user, "DeleteUser"), user));
    }

    /** Each account has a group of developers, with a policy. */
    private KeyedRecord group(int number) {
        int account = number / 2;
        ObjectNode record = json.call(account(account), (long) second, "iam",
                number % 2 == 0 ? "CreateGroup" : "AttachGroupPolicy", false);
        parameters(record).put("groupName", GROUP);
        if (number % 2 == 0) {
            record.putObject("responseElements").putObject("group").put("path", "/").put("groupName", GROUP)
                    .put("groupId", "AGPA" + json.letters(17))
                    .put("arn", "arn:aws:iam::" + account(account) + ":group/" + GROUP);
        } else {
            parameters(record).put("policyArn", limited(account));
        }
        return written(account, record);
    }

    /** Makes an administrator of a user: whoever sees the alert knows that all before has been judged. */
    List<KeyedRecord> ending(String account, String name) {
        ObjectNode created = json.call(account, (long) second, "iam", "CreateUser", false);
        ObjectNode granted = json.call(account, (long) second + 1, "iam", "AttachUserPolicy", false);
        ((ObjectNode) created.get("requestParameters")).put("userName", name);
        ((ObjectNode) granted.get("requestParameters")).put("userName", name).put("policyArn", ADMINISTRATOR);
        return List.of(written(account, created), written(account, granted));
    }

    /** Creates the user with a number, and no more. */
    KeyedRecord create(int user) {
        living.set(user);
        ObjectNode record = call(user, "CreateUser");
        named(record, user);
        String account = account(user);
        ids.put(user, "AIDA" + json.letters(17));
        record.putObject("responseElements").putObject("user").put("path", "/").put("userName", name(user))
                .put("userId", ids.get(user)).put("arn", "arn:aws:iam::" + account + ":user/" + name(user))
                .put("createDate", CloudTrailJson.time((long) second));
        return written(user, record);
    }

    private KeyedRecord attach(int user, String policy) {
        ObjectNode record = call(user, "AttachUserPolicy");
        parameters(named(record, user)).put("policyArn", policy);
        return written(user, record);
    }

    private KeyedRecord detach(int user, String policy) {
        ObjectNode record = call(user, "DetachUserPolicy");
        parameters(named(record, user)).put("policyArn", policy);
        return written(user, record);
    }

    private KeyedRecord inline(int user, String call) {
        ObjectNode record = call(user, call);
        parameters(named(record, user)).put("policyName", "reports");
        if (call.startsWith("Put")) {
            parameters(record).put("policyDocument", INLINE);
        }
        return written(user, record);
    }

    private KeyedRecord ofGroup(int user, String call) {
        ObjectNode record = call(user, call);
        parameters(named(record, user)).put("groupName", GROUP);
        return written(user, record);
    }

    private KeyedRecord ofKey(int user, String call) {
        ObjectNode record = call(user, call);
        named(record, user);
        String key = "AKIA" + json.letters(16);
        if (call.startsWith("Create")) {
            record.putObject("responseElements").putObject("accessKey").put("userName", name(user))
                    .put("accessKeyId", key).put("status", "Active");
        } else {
            parameters(record).put("accessKeyId", key);
        }
        return written(user, record);
    }

    private KeyedRecord denied(int user) {
        ObjectNode record = call(user, "AttachUserPolicy");
        parameters(named(record, user)).put("policyArn", ADMINISTRATOR);
        record.put("errorCode", "AccessDenied");
        record.put("errorMessage", "User is not authorized to perform: iam:AttachUserPolicy on this resource");
        return written(user, record);
    }

    private ObjectNode call(int user, String name) {
        // A user is looked after by the role that created it, nearly always.
        boolean others = random.nextInt(OTHERS_ONE_IN) == 0;
        return json.call(account(user), (long) second, "iam", name, false, user / accounts + (others ? 1 : 0));
    }

    private static ObjectNode named(ObjectNode record, int user) {
        parameters(record).put("userName", name(user));
        return record;
    }

    private static ObjectNode parameters(ObjectNode record) {
        return (ObjectNode) record.get("requestParameters");
    }

    private KeyedRecord written(int user, ObjectNode record) {
        return written(account(user), record);
    }

    private KeyedRecord written(String account, ObjectNode record) {
        second += secondsBetween;
        return new KeyedRecord(account, ((long) second) * 1000 + 30_000, CloudTrailJson.bytes(record));
    }

    private String account(int user) {
        return CloudTrailJson.account(user % accounts);
    }

    static String name(int user) {
        return String.format(Locale.ROOT, "user-%06d", user);
    }

    private static String limited(int number) {
        return MANAGED + LIMITED[number % LIMITED.length];
    }
}
