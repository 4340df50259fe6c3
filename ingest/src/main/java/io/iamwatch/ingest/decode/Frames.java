package io.iamwatch.ingest.decode;

/**
 * The brackets that are open where a value of a record begins.
 *
 * @param depth how many
 * @param objects the kinds: bit {@code i} is set where the one at depth {@code i + 1} is a brace
 * @param chain how many of the outermost are, one in the other, the record, its {@code userIdentity}, that one's
 *     {@code sessionContext} and that one's {@code sessionIssuer}
 */
record Frames(int depth, int objects, int chain) {

    /** Outside of the record. */
    static final Frames NONE = new Frames(0, 0, 0);
    /** More do not fit. Real records have nine levels at most. */
    static final int MAX_DEPTH = Integer.SIZE;

    /** The object that a value stands in directly, as far as it matters which one that is. */
    enum Place {
        ANYWHERE, RECORD, IDENTITY, CONTEXT, ISSUER
    }

    /** Returns these and one more, which may be the next of the chain. */
    Frames open(boolean object, boolean chained) {
        return new Frames(depth + 1, object ? objects | 1 << depth : objects, chained ? chain + 1 : chain);
    }

    /** Returns these without the innermost one. */
    Frames close() {
        return new Frames(depth - 1, objects & ~(1 << (depth - 1)), Math.min(chain, depth - 1));
    }

    boolean inObject() {
        return (objects & 1 << (depth - 1)) != 0;
    }

    Place place() {
        return depth != chain ? Place.ANYWHERE : switch (chain) {
            case 1 -> Place.RECORD;
            case 2 -> Place.IDENTITY;
            case 3 -> Place.CONTEXT;
            case 4 -> Place.ISSUER;
            default -> Place.ANYWHERE;
        };
    }
}
