package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.PolicyChange;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether a policy is attached to an incarnation, second by second. Where the events of a second leave that open,
 * the edge counts as open.
 */
final class Edge {

    private enum State {
        OPEN, CLOSED, UNKNOWN
    }

    private State state;
    private boolean orderUnknown;

    private Edge(State state) {
        this.state = state;
    }

    /** Follows the attachments and detachments of one policy. */
    static Edge after(List<Fact> changes, boolean born) {
        TreeMap<Long, int[]> counts = new TreeMap<>();
        for (Fact fact : changes) {
            int index = ((PolicyChange) fact.change()).attaches() ? 0 : 1;
            if (index == 1 && fact.future()) {
                continue; // dated far after its arrival: says nothing of the present
            }
            counts.computeIfAbsent(fact.second(), second -> new int[2])[index]++;
        }
        Edge edge = new Edge(born ? State.CLOSED : State.UNKNOWN);
        counts.values().forEach(count -> edge.pass(count[0], count[1]));
        return edge;
    }

    /**
     * A detachment proves that the policy was attached right before; attaching again succeeds and changes nothing. A
     * second with changes of one kind decides, whatever was open before.
     */
    private void pass(int attachments, int detachments) {
        boolean mayBeOpen = state == State.CLOSED ? attachments > detachments : attachments >= detachments;
        boolean mayBeClosed = detachments > 0;
        orderUnknown = mayBeOpen && mayBeClosed;
        state = mayBeOpen ? State.OPEN : State.CLOSED;
    }

    boolean mayBeOpen() {
        return state == State.OPEN;
    }

    boolean orderUnknown() {
        return orderUnknown;
    }
}
