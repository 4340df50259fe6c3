package io.iamwatch.ingest.decode;

import java.util.BitSet;

/** The brackets that are open. A closing one closes those inside of its partner too; without one it is ignored. */
public final class Brackets {

    private final BitSet objects = new BitSet();
    private int depth;
    private int openObjects;

    /** Opens a brace, or a square bracket. */
    public void open(boolean object) {
        objects.set(depth++, object);
        openObjects += object ? 1 : 0;
    }

    /** Closes a brace, or a square bracket, and all that is open inside of it. */
    public void close(boolean object) {
        if ((object ? openObjects : depth - openObjects) == 0) {
            return;
        }
        boolean closed;
        do {
            closed = objects.get(--depth);
            openObjects -= closed ? 1 : 0;
        } while (closed != object);
    }

    /** Forgets all that is open. */
    public void clear() {
        depth = 0;
        openObjects = 0;
    }

    /** Returns how many are open. */
    public int depth() {
        return depth;
    }

    /** Returns whether JSON allows a value after that byte; only where something is open. */
    public boolean valueMayFollow(byte before) {
        return objects.get(depth - 1) ? before == ':' : before == '[' || before == ',';
    }
}
