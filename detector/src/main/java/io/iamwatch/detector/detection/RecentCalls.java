package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An account's short memory of who called, whoever it was: calls may arrive before that which says why they matter,
 * a grant or the call that asked for the session. Few callers, few calls of each; what is remembered gives way to
 * what is younger by a quarter of an hour, so that a busy account costs no more than so many calls in that time.
 *
 * @param graph what is known of the account
 */
record RecentCalls(Graph graph) {

    /** So many callers of an account are remembered. */
    static final int MAX_CALLERS = 64;

    /** So many calls of a caller are remembered. */
    static final int MAX_CALLS = 16;

    /** What is older than a newcomer by so much gives way to it: CloudTrail delivers within some minutes. */
    static final long GIVES_WAY_SECONDS = 900;

    /** Returns whether a call would be remembered. */
    boolean hasRoom(Subject caller, long second) {
        RecentCallers recent = graph.recent();
        Recency known = recent.of(caller.key());
        if (known != null) {
            return known.calls() < MAX_CALLS || second - known.oldest() >= GIVES_WAY_SECONDS;
        }
        return recent.count() < MAX_CALLERS || recent.isAnySilentSince(second - GIVES_WAY_SECONDS);
    }

    /** Returns a deed as one of a caller, not yet of whose deeds it is. */
    static IamEvent by(IamEvent deed) {
        return with(deed, by((Change.Acted) deed.change(), caller(deed), ((Change.Acted) deed.change()).userId()));
    }

    private static Subject caller(IamEvent deed) {
        Change.Acted acted = (Change.Acted) deed.change();
        return acted.subject() == null
                ? Subject.recentSession(acted.session())
                : Subject.recentUser(acted.subject().name());
    }

    /** Remembers a call that there is room for; others may have to give way. */
    void remember(Session session, Fact fact) {
        Subject caller = fact.change().subject();
        Node node = session.node(caller);
        List<Fact> calls = new ArrayList<>(node.facts());
        calls.add(-Collections.binarySearch(calls, fact) - 1, fact);
        if (calls.size() > MAX_CALLS) {
            calls.removeFirst();
        }
        if (node.facts().isEmpty()) {
            stalest().ifPresent(other -> session.put(other, Node.EMPTY));
        }
        session.put(caller, node.withFacts(calls));
    }

    /** Who gives way to a newcomer; empty while there is room for both. */
    private Optional<Subject> stalest() {
        RecentCallers recent = graph.recent();
        return recent.count() < MAX_CALLERS
                ? Optional.empty()
                : Optional.of(new Subject(EntityKind.RECENT, recent.stalest()));
    }

    /**
     * Makes the recent calls of a user, and of the sessions that it asked for, its deeds.
     *
     * @param deeds the user as one who does something
     * @param since the first second whose calls may still be told of
     */
    static void adopt(Session session, Subject deeds, long since) {
        Node before = session.node(deeds);
        Node after = before;
        for (Fact call : session.node(Subject.recentUser(deeds.name())).facts()) {
            String userId = ((Change.Acted) call.change()).userId();
            after = adopted(after, call, deeds, userId, since);
        }
        after = withSessions(session, after, deeds, since);
        if (!after.equals(before)) {
            session.put(deeds, after);
            session.quoteAs(deeds);
        }
    }

    /** A session may ask for others. */
    private static Node withSessions(Session session, Node node, Subject deeds, long since) {
        Node after = node;
        Set<String> seen = new HashSet<>();
        Deque<Change.Acted> issued = new ArrayDeque<>(issued(after, seen));
        while (!issued.isEmpty()) {
            Change.Acted asked = issued.remove();
            for (Fact call : session.node(Subject.recentSession(asked.issuedKey())).facts()) {
                after = adopted(after, call, deeds, asked.userId(), since);
            }
            issued.addAll(issued(after, seen));
        }
        return after;
    }

    private static List<Change.Acted> issued(Node node, Set<String> seen) {
        return node.facts().stream().map(fact -> (Change.Acted) fact.change())
                .filter(acted -> acted.issuedKey() != null && seen.add(acted.issuedKey())).toList();
    }

    private static Node adopted(Node node, Fact call, Subject deeds, String userId, long since) {
        return call.second() < since
                ? node
                : Deeds.with(node, new Fact(with(call.event(), by((Change.Acted) call.change(), deeds, userId)),
                        call.late(), call.future()));
    }

    /** Returns what somebody did as another's doing. */
    static Change.Acted by(Change.Acted acted, Subject whose, String userId) {
        return new Change.Acted(whose, userId, acted.service(), acted.result(), acted.session(), acted.issuedKey(),
                acted.issuedAs(), acted.mfa());
    }

    private static IamEvent with(IamEvent event, Change change) {
        return new IamEvent(event.id(), change, event.call(), event.sha256(), event.origin());
    }
}
