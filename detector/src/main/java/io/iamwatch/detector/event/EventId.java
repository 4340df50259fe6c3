package io.iamwatch.detector.event;

/**
 * What makes two records one event. CloudTrail delivers more than once; {@code eventID} alone is not enough, since
 * real records of different calls share one.
 *
 * @param account the account that the call changed
 * @param eventId CloudTrail's {@code eventID}, or the hex SHA-256 of the record where it has none
 * @param eventName the call
 * @param second event time, seconds since 1970: CloudTrail's own grain
 */
public record EventId(String account, String eventId, String eventName, long second) implements Comparable<EventId> {

    /** Orders by time and then by identity, so that every reader lists the same events in the same order. */
    @Override
    public int compareTo(EventId other) {
        int bySecond = Long.compare(second, other.second);
        int byName = bySecond != 0 ? bySecond : eventName.compareTo(other.eventName);
        return byName != 0 ? byName : eventId.compareTo(other.eventId);
    }
}
