package io.iamwatch.ingest.decode;

import java.util.List;
import java.util.zip.Inflater;

/** What is costly to make for each payload and kept for the next one. Serves one thread. */
final class Workbench {

    /** Larger payloads are rare, and what they inflate to is not kept. */
    private static final int MOST_KEPT = 1024 * 1024;
    private static final byte[] NONE = {};

    private final RecordGlance glance;
    private final Inflater inflater = new Inflater(true);
    private byte[] kept = NONE;
    private boolean inUse;

    Workbench(int maxJsonDepth) {
        this.glance = new RecordGlance(maxJsonDepth);
    }

    RecordGlance glance() {
        return glance;
    }

    Inflater inflater() {
        return inflater;
    }

    /** Returns an array of at least that many bytes, which may hold anything. */
    byte[] bytes(int least) {
        if (inUse || least > MOST_KEPT) {
            return new byte[least];
        }
        if (kept.length < least) {
            kept = new byte[least];
        }
        inUse = true;
        return kept;
    }

    /** Ends the work on a payload. Bytes that something which came out of it stands in are that one's from now on. */
    void clear(List<Decoded> outcomes) {
        if (inUse && outcomes.stream().anyMatch(outcome -> outcome.bytes().isIn(kept))) {
            kept = NONE;
        }
        inUse = false;
    }
}
