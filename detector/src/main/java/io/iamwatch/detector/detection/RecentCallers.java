package io.iamwatch.detector.detection;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Who called lately in an account, by the key of its name, and who of them gives way first: whose newest call is
 * the oldest, and of several the one whose key comes first. It belongs to one thread.
 */
public final class RecentCallers {

    private record Place(long newest, String key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(newest, other.newest);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private final Map<String, Recency> callers = new HashMap<>();
    private final NavigableSet<Place> places = new TreeSet<>();

    /** Returns how many there are. */
    int count() {
        return callers.size();
    }

    /** Returns how much is remembered of one; null where nothing is. */
    Recency of(String key) {
        return callers.get(key);
    }

    /** Returns whether anything is remembered of one. */
    public boolean holds(String key) {
        return callers.containsKey(key);
    }

    /** Returns the key of who gives way first; there must be one. */
    String stalest() {
        return places.first().key();
    }

    /** Returns whether one has not called since a second. */
    boolean isAnySilentSince(long second) {
        return !places.isEmpty() && places.first().newest() <= second;
    }

    /** Remembers how much is remembered of one. */
    public void put(String key, Recency recency) {
        remove(key);
        callers.put(key, recency);
        places.add(new Place(recency.newest(), key));
    }

    /** Forgets one. */
    public void remove(String key) {
        Recency before = callers.remove(key);
        if (before != null) {
            places.remove(new Place(before.newest(), key));
        }
    }
}
