package io.iamwatch.deploy.scan;

import java.util.BitSet;

/** The brackets that are open. A closing one closes those inside of its partner too; without one it is ignored. */
final class Brackets {

    private final BitSet objects = new BitSet();
    private int depth;
    private int openObjects;

    void open(boolean object) {
        objects.set(depth++, object);
        openObjects += object ? 1 : 0;
    }

    void close(boolean object) {
        if ((object ? openObjects : depth - openObjects) == 0) {
            return;
        }
        boolean closed;
        do {
            closed = objects.get(--depth);
            openObjects -= closed ? 1 : 0;
        } while (closed != object);
    }

    void clear() {
        depth = 0;
        openObjects = 0;
    }

    int depth() {
        return depth;
    }

    /** Returns whether JSON allows a value after that byte. */
    boolean valueMayFollow(byte before) {
        return objects.get(depth - 1) ? before == ':' : before == '[' || before == ',';
    }
}
