package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import java.util.List;

/** What is known of an account: the port through which the model reads. */
public interface Known {

    /** Returns the account's id. */
    String account();

    /** Returns for how many seconds a deletion is remembered. */
    long memory();

    /** Returns what is known of a name, in the order of identities; empty where nothing is. */
    List<Fact> facts(Subject subject);

    /** Returns the roles whose trust policy names this user or role, or names the account; at most so many. */
    List<Subject> rolesThatTrust(Subject principal, int limit);

    /** Returns the names under which a user or group, given by its unique id, was born or found by a snapshot. */
    List<Subject> namesOf(Subject uniqueId);

    /** Returns the principals that have, or had, a managed policy; at most so many. */
    List<Subject> holders(Subject policy, int limit);

    /** Returns the roles of which something is known; at most so many. */
    List<Subject> roles(int limit);

    /** Returns when one was known as administrator. */
    AdminSpans administrator(Subject subject);

    /** Returns who is known as administrator, of one kind; at most so many. */
    List<AdminSpans> administrators(EntityKind kind, int limit);
}
