package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.policy.Holder;
import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What was taken away, without which there would be no administrator: a boundary, a policy with a deny. */
final class Removals {

    private final World world;
    private final Life life;
    private final long second;
    private final Moment moment;
    private final Function<Possibility, Verdict> grading;

    Removals(World world, Life life, long second, Moment moment, Function<Possibility, Verdict> grading) {
        this.world = world;
        this.life = life;
        this.second = second;
        this.moment = moment;
        this.grading = grading;
    }

    /**
     * Returns the events that took away what would keep the principal from being an administrator. Those that lie back
     * further than what has ended is remembered are left out, whether they are still there or not.
     */
    List<Fact> without(Possibility held) {
        List<Fact> removals = new ArrayList<>();
        for (Map.Entry<String, Timeline> slot : world.holdings(life).timelines().entrySet()) {
            if (slot.getKey().equals(Slots.BOUNDARY)) {
                lifted(slot.getValue(), held, removals);
            } else if (Slots.isInline(slot.getKey())) {
                takenInline(slot.getValue(), held, removals);
            }
        }
        taken(world.attachments(life), held, removals);
        for (Bond group : world.memberships(life)) {
            if (group.other() != null && wasEnded(group.timeline())) {
                for (Held denied : new Moment(world, second).held(group.other())) {
                    if (denied instanceof Held.Known known && wouldDeny(known.policy().document(), held)) {
                        removals.addAll(group.timeline().at(second).closers());
                    }
                }
            }
        }
        removals.removeIf(removal -> second - removal.second() > world.known().memory());
        return removals;
    }

    private void lifted(Timeline boundary, Possibility held, List<Fact> removals) {
        Timeline.Piece now = boundary.at(second);
        Timeline.Piece before = before(boundary, now);
        if (before != null && before.isCertain() && moment.caps(before.values().getFirst()).stream()
                .anyMatch(cap -> cap.document().isPresent() && !grading.apply(held.under(cap)).grade().isAdmin())) {
            removals.addAll(changes(now));
        }
    }

    private void takenInline(Timeline inline, Possibility held, List<Fact> removals) {
        Timeline.Piece now = inline.at(second);
        Timeline.Piece before = before(inline, now);
        if (before != null && before.isCertain() && world.texts().document(before.values().getFirst().content())
                .filter(document -> wouldDeny(document, held)).isPresent()) {
            removals.addAll(changes(now));
        }
    }

    private void taken(List<Bond> policies, Possibility held, List<Fact> removals) {
        for (Bond bond : policies) {
            if (wasEnded(bond.timeline()) && world.content(bond.arn(), bond.other()).at(second).stream()
                    .anyMatch(text -> text.document().filter(document -> wouldDeny(document, held)).isPresent())) {
                removals.addAll(bond.timeline().at(second).closers());
            }
        }
    }

    /**
     * A call proves that there was something to take away; a snapshot finds nothing where there never was anything,
     * too.
     */
    private boolean wasEnded(Timeline timeline) {
        Timeline.Piece now = timeline.at(second);
        if (now == null || now.closers().isEmpty()) {
            return false;
        }
        Timeline.Piece before = before(timeline, now);
        return now.closers().stream().anyMatch(Fact::isEvent) || (before != null && !before.values().isEmpty());
    }

    private Timeline.Piece before(Timeline timeline, Timeline.Piece now) {
        List<Fact> changes = now == null ? List.of() : changes(now);
        return changes.isEmpty() ? null : timeline.at(changes.getFirst().second() - 1);
    }

    /** What took away the one before: it was emptied, or in this very second something else was put in its place. */
    private List<Fact> changes(Timeline.Piece now) {
        if (!now.closers().isEmpty()) {
            return now.closers();
        }
        return now.values().stream().map(Timeline.Value::opener).filter(opener -> opener.second() == second).toList();
    }

    private boolean wouldDeny(PolicyDocument document, Possibility held) {
        return document.hasDeny() && !grading
                .apply(held.with(new LivePolicy(document, true, new Holder(null, true), null))).grade().isAdmin();
    }
}
