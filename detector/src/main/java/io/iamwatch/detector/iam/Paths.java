package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The paths of one principal or policy: that of its creation, and those that UpdateUser, UpdateGroup and snapshots
 * tell. Seconds are event time.
 */
final class Paths {

    private static final String NONE = "/";

    private final Life life;
    private final long memory;
    private NavigableMap<Long, String> told;

    /** @param memory seconds for which what a snapshot tells is taken to have been so before it */
    Paths(Life life, long memory) {
        this.life = life;
        this.memory = memory;
    }

    /** Returns the path that it has after the events of a second; where none told one, {@code /}. */
    String at(long second) {
        Long last = toldUntil(second);
        return last == null ? NONE : told().get(last);
    }

    /** Returns the paths that it may have after the events of a second. */
    Set<String> after(long second) {
        Set<String> paths = new LinkedHashSet<>(Set.of(at(second)));
        Long last = toldUntil(second);
        if (last != null && life.isAnyDoubtful() && life.facts().stream().anyMatch(fact -> fact.second() == last
                && life.isDoubtful(fact) && fact.change() instanceof Change.Renamed)) {
            paths.addAll(during(last));
        }
        return paths;
    }

    /** Returns the paths that it may have at some instant of a second. */
    Set<String> during(long second) {
        Set<String> paths = new LinkedHashSet<>();
        if (life.firstSecond() < second) {
            paths.addAll(after(second - 1));
        }
        forEach((changed, path) -> {
            if (changed == second) {
                paths.add(path);
            }
        });
        paths.add(at(second));
        return paths;
    }

    /** Returns the seconds in which a path is told. */
    Set<Long> changes() {
        return told().keySet();
    }

    /** Returns the second that told the path that it has; null where none did. */
    private Long toldUntil(long second) {
        Long last = told().floorKey(second);
        return last == null && told().containsKey(life.firstSecond()) ? Long.valueOf(life.firstSecond()) : last;
    }

    private NavigableMap<Long, String> told() {
        if (told == null) {
            NavigableMap<Long, String> paths = new TreeMap<>();
            forEach(paths::put);
            told = paths;
        }
        return told;
    }

    private void forEach(BiConsumer<Long, String> paths) {
        if (life.isBorn()) {
            put(paths, firstTold(), ((Change.Born) life.birth().change()).arn());
        }
        for (Fact fact : life.facts()) {
            if (fact.change() instanceof Change.Renamed renamed && renamed.newPath() != null) {
                paths.accept(fact.second(), renamed.newPath());
            } else if (fact.change() instanceof Change.Snapshot snapshot) {
                put(paths, fact.second(), snapshot.arn());
            }
        }
    }

    /** A snapshot tells the path of what was not long before it: what is older was decided without it. */
    private long firstTold() {
        return life.birth().isEvent()
                ? life.firstSecond()
                : Math.max(life.firstSecond(), life.firstSnapshot() - memory);
    }

    private static void put(BiConsumer<Long, String> paths, long second, String arn) {
        int colon = arn == null ? -1 : arn.lastIndexOf(':');
        int begin = colon < 0 ? -1 : arn.indexOf('/', colon);
        if (begin > 0) {
            paths.accept(second, arn.substring(begin, arn.lastIndexOf('/') + 1));
        }
    }
}
