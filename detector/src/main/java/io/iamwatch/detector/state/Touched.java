package io.iamwatch.detector.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * What a judgement looked at in a store: the keys, and the beginnings of keys of which it asked what there is.
 * Where all of that is the same, another judgement of the event sees the same. It belongs to one thread.
 */
public final class Touched {

    private final boolean keeps;
    private final Set<String> keys = new HashSet<>();
    private final List<String> prefixes = new ArrayList<>();

    private Touched(boolean keeps) {
        this.keeps = keeps;
    }

    /** Returns one that keeps what is touched until it is told to forget it. */
    public static Touched keeping() {
        return new Touched(true);
    }

    /** Returns one that keeps nothing. */
    public static Touched unkept() {
        return new Touched(false);
    }

    void key(String key) {
        if (keeps) {
            keys.add(key);
        }
    }

    void prefix(String prefix) {
        if (keeps) {
            prefixes.add(prefix);
        }
    }

    /** Forgets what was touched. */
    public void forget() {
        keys.clear();
        prefixes.clear();
    }

    /** Returns whether something that was touched is among others. */
    public boolean meets(NavigableMap<String, ?> others) {
        return !others.isEmpty() && (keys.stream().anyMatch(others::containsKey)
                || prefixes.stream().anyMatch(prefix -> begins(others.ceilingKey(prefix), prefix)));
    }

    private static boolean begins(String key, String prefix) {
        return key != null && key.startsWith(prefix);
    }
}
