package io.iamwatch.detector.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that has a name in an account. A value as a record is, but for what it keeps of its name: a judgement
 * looks the same few things up again and again.
 */
public final class Subject {

    private static final int ACCOUNT_FIELD = 4;
    private static final String AWS = "aws";
    /** No name of IAM's holds a slash. */
    private static final String OF_AWS = "aws/";

    private final EntityKind kind;
    private final String name;
    /** Worked out when they are asked for: every thread comes to the same. */
    private String key;
    private String id;

    /**
     * Creates one.
     *
     * @param name in the spelling of the call
     */
    @JsonCreator
    public Subject(@JsonProperty("kind") EntityKind kind, @JsonProperty("name") String name) {
        this.kind = kind;
        this.name = name;
    }

    /** Returns a user. */
    public static Subject user(String name) {
        return new Subject(EntityKind.USER, name);
    }

    /** Returns a group. */
    public static Subject group(String name) {
        return new Subject(EntityKind.GROUP, name);
    }

    /** Returns a role. */
    public static Subject role(String name) {
        return new Subject(EntityKind.ROLE, name);
    }

    /** Returns a user as one who does something. */
    public static Subject deeds(String userName) {
        return new Subject(EntityKind.DEEDS, userName);
    }

    /** Returns a user as one who called lately. */
    public static Subject recentUser(String userName) {
        return new Subject(EntityKind.RECENT, "user/" + userName);
    }

    /** Returns a session as one that called lately, by its temporary key. */
    public static Subject recentSession(String key) {
        return new Subject(EntityKind.RECENT, "session/" + key);
    }

    /** Returns what guards an account's credentials. */
    public static Subject guards() {
        return new Subject(EntityKind.GUARDS, "account");
    }

    /** Returns a managed policy; paths are no part of a name, AWS's own policies have names of their own. */
    public static Subject policy(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return new Subject(EntityKind.POLICY, isOfAws(arn) ? OF_AWS + name : name);
    }

    /** Returns whether it is one of AWS's own policies. */
    public boolean ofAws() {
        return kind == EntityKind.POLICY && name.startsWith(OF_AWS);
    }

    /**
     * A path may hold what looks like AWS's account: only the field of the account counts. Each judgement asks this of
     * every policy of a name: an ARN is not split for it.
     */
    private static boolean isOfAws(String arn) {
        int colon = -1;
        for (int field = 0; field < ACCOUNT_FIELD; field++) {
            colon = arn.indexOf(':', colon + 1);
            if (colon < 0) {
                return false;
            }
        }
        return arn.startsWith(AWS, colon + 1)
                && (arn.length() == colon + 1 + AWS.length() || arn.charAt(colon + 1 + AWS.length()) == ':');
    }

    /** Returns what kind of thing it is. */
    @JsonProperty
    public EntityKind kind() {
        return kind;
    }

    /** Returns its name in the spelling of the call. */
    @JsonProperty
    public String name() {
        return name;
    }

    /** Returns the name as keys have it: names are looked up without regard to case. */
    public String key() {
        if (key == null) {
            key = name.toLowerCase(Locale.ROOT);
        }
        return key;
    }

    /** Returns {@code kind|name}, the same for all spellings. */
    public String id() {
        if (id == null) {
            id = kind.word() + "|" + key();
        }
        return id;
    }

    /** Returns whether it is the same thing, whatever the spelling. */
    public boolean is(Subject other) {
        return kind == other.kind && name.equalsIgnoreCase(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Subject subject && kind == subject.kind && Objects.equals(name, subject.name));
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Objects.hashCode(name);
    }

    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
