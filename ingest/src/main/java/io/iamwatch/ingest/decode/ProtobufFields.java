package io.iamwatch.ingest.decode;

/**
 * Walks the fields of a protobuf message in its <a href="https://protobuf.dev/programming-guides/encoding/">wire
 * format</a>. Ends early where that is malformed.
 */
final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int limit;
    private int at;
    private boolean malformed;
    private long number;
    private Slice value;

    ProtobufFields(Slice message) {
        this.bytes = message.array();
        this.at = message.from();
        this.limit = message.to();
    }

    /** Goes to the next field; returns false if there is none, or it is malformed. */
    boolean next() {
        value = null;
        if (malformed || at == limit) {
            return false;
        }
        long tag = varint();
        number = tag >>> WIRE_TYPE_BITS;
        switch ((int) tag & ((1 << WIRE_TYPE_BITS) - 1)) {
            case VARINT -> varint();
            case FIXED64 -> skip(Long.BYTES);
            case FIXED32 -> skip(Integer.BYTES);
            case LENGTH -> {
                long length = varint();
                int from = at;
                skip(length);
                value = malformed ? null : Slice.between(bytes, from, at);
            }
            default -> malformed = true;
        }
        malformed |= number == 0;
        return !malformed;
    }

    boolean isMalformed() {
        return malformed;
    }

    long number() {
        return number;
    }

    boolean isBytes() {
        return value != null;
    }

    Slice bytes() {
        return value;
    }

    private void skip(long count) {
        if (count < 0 || count > limit - at) {
            malformed = true;
        } else {
            at += (int) count;
        }
    }

    private long varint() {
        long varint = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && at < limit; i++) {
            byte b = bytes[at++];
            varint |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                return varint;
            }
        }
        malformed = true;
        return 0;
    }
}
