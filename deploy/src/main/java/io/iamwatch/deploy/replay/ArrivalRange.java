package io.iamwatch.deploy.replay;

/**
 * Which records count, and which are read before them, by arrival.
 *
 * @param readFrom the first that is read, milliseconds since 1970 (inclusive)
 * @param from the first that counts (inclusive)
 * @param to the end (exclusive)
 */
record ArrivalRange(long readFrom, long from, long to) {

    /** Returns that of a span of arrivals. */
    static ArrivalRange of(ReplayOrder.Span span) {
        long first = span.from() == null ? Long.MIN_VALUE : span.from().toEpochMilli();
        return new ArrivalRange(span.warmUp() == null ? Long.MIN_VALUE : first - span.warmUp().toMillis(), first,
                span.to() == null ? Long.MAX_VALUE : span.to().toEpochMilli());
    }

    boolean isRead(long arrival) {
        return readFrom <= arrival && arrival < to;
    }

    boolean counts(long arrival) {
        return from <= arrival && arrival < to;
    }
}
