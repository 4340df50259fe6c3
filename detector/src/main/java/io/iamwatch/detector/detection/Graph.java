package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import java.util.List;

/** Where an account is remembered: a store on disk for a service, memory for a scan. */
public interface Graph {

    /** How one name may concern another. */
    enum Link {
        /** To a group, from its members. */
        MEMBER_OF,
        /** To a managed policy, from who has it or is capped by it. */
        USES,
        /** To {@code kind|unique id}, from the names under which it was born or found. */
        KNOWN_AS,
        /** To {@code kind|name} or {@code kind|*}, from whose rights may depend on it. */
        DEPENDS_ON,
        /** To the account, from the roles whose trust policy leaves it to the account who may assume them. */
        TRUSTS,
        /** To the account, from who has a grant of unknown content. */
        UNRESOLVED,
        /** To the id of a temporary key, from the user who asked for it, as one who does something. */
        SESSION_OF
    }

    /** Returns the account's id. */
    String account();

    /** Returns what is known of a name. */
    Node node(Subject subject);

    /** Returns the names of one kind of which something is known, lower-cased; at most so many. */
    List<Subject> names(EntityKind kind, int limit);

    /** Returns of how many names of one kind something is known; so many, if there are more. */
    int count(EntityKind kind, int limit);

    /** Remembers what is known of a name; nothing, if the node is empty. */
    void put(Subject subject, Node node);

    /** Returns from where there are links of a kind; at most so many. */
    List<Subject> linked(Link link, String to, int limit);

    /** Returns whether there are links of a kind at all. */
    boolean hasLinks(Link link);

    /** Remembers a link. */
    void link(Link link, String to, Subject from);

    /** Forgets a link. */
    void unlink(Link link, String to, Subject from);

    /** Returns who called lately, by the key of its name; changes with what is remembered. */
    RecentCallers recent();

    /** Keeps the records of recent calls that are quoted as somebody's deeds now. */
    void quote(Subject deeds);

    /** Returns the known administrators of a kind; at most so many. */
    List<AdminSpans> administrators(EntityKind kind, int limit);

    /** Remembers when somebody is known to be an administrator; forgets it, if there are no spans. */
    void put(AdminSpans administrator);
}
