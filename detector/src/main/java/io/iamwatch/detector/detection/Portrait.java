package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.PolicyTexts;
import io.iamwatch.detector.iam.Present;
import io.iamwatch.detector.iam.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an account looks like, by all that was heard of it: as if a snapshot had been taken.
 *
 * @param account the account's id
 * @param second when it looks so, seconds since 1970: the account's clock
 * @param things what is there, by kind and name; of several that may have a name, one: an administrator before
 *     others
 * @param leftOut how many are known in part only, and not told
 */
public record Portrait(String account, long second, List<Change.Snapshot> things, int leftOut) {

    /**
     * Draws it.
     *
     * @param horizon of the rules by which the account was judged
     * @param clock the account's
     */
    public static Portrait of(Graph graph, Horizon horizon, AccountClock clock) {
        // Of the clock's own second the order may not be known; after it, nothing has happened.
        Present present = new Present(new World(new Session(graph, horizon.memory()), new PolicyTexts()),
                clock.second() + 1);
        List<Subject> names = Stream.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE, EntityKind.POLICY)
                .flatMap(kind -> graph.names(kind, Integer.MAX_VALUE).stream()).toList();
        Map<String, Change.Snapshot> things = new TreeMap<>();
        int[] leftOut = {0};
        present.of(names).forEach((life, thing) -> {
            leftOut[0] += thing.isPresent() ? 0 : 1;
            thing.ifPresent(found -> things.merge(found.subject().id(), found,
                    (one, other) -> life.kind().isPrincipal() && present.isAdmin(life) ? other : one));
        });
        return new Portrait(graph.account(), clock.second(), List.copyOf(things.values()), leftOut[0]);
    }

    /** Returns how many there are of a kind. */
    public long count(EntityKind kind) {
        return things.stream().filter(thing -> thing.subject().kind() == kind).count();
    }
}
