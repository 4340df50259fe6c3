package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What anybody does to an account's password policy: it guards the credentials of everybody, and may be loosened
 * for a new administrator by somebody else. The newest calls are remembered, whatever their order of arrival.
 */
final class AccountGuards {

    /** So many calls of an account are remembered. */
    static final int MAX_CALLS = 32;

    /** So many are told of one administrator; the first ones. */
    static final int MAX_TOLD = 8;

    private static final Set<String> CALLS = Set.of("DeleteAccountPasswordPolicy", "UpdateAccountPasswordPolicy");

    private AccountGuards() {
    }

    /** Returns whether a deed is such a call, and succeeded. */
    static boolean isOne(IamEvent deed) {
        Change.Acted acted = (Change.Acted) deed.change();
        return acted.result() == CallResult.DONE && acted.service().equals("iam")
                && CALLS.contains(deed.id().eventName());
    }

    /** Returns a deed as one about the account. */
    static IamEvent ofAccount(IamEvent deed) {
        Change.Acted acted = (Change.Acted) deed.change();
        return new IamEvent(deed.id(), RecentCalls.by(acted, Subject.guards(), acted.userId()), deed.call(),
                deed.sha256(), deed.origin());
    }

    /**
     * Returns what is known after one more call; the same, where that changes nothing.
     *
     * @param since what is older is told of nobody any more
     */
    static Node with(Node node, Fact fact, long since) {
        if (fact.future() || Collections.binarySearch(node.facts(), fact) >= 0) {
            return node;
        }
        List<Fact> all = new ArrayList<>(node.facts());
        all.add(-Collections.binarySearch(all, fact) - 1, fact);
        all.removeIf(call -> call.second() < since);
        return node.withFacts(List.copyOf(all.subList(Math.max(0, all.size() - MAX_CALLS), all.size())));
    }

    /**
     * Returns the calls of a time, in the order of identities.
     *
     * @param from first second (inclusive)
     * @param until last second (inclusive)
     */
    static List<Fact> within(Session session, long from, long until) {
        return session.node(Subject.guards()).facts().stream()
                .filter(call -> from <= call.second() && call.second() <= until).toList();
    }
}
