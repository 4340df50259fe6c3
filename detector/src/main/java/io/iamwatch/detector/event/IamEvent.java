package io.iamwatch.detector.event;

/**
 * A successful IAM call as one CloudTrail record tells it.
 *
 * @param id what identifies the event over repetitions
 * @param change what it did
 * @param call who did it, from where
 * @param record the record's JSON; null where it is too large to be quoted in an alert
 * @param sha256 hex SHA-256 of the record's bytes
 * @param origin where the record stands; of the first arrival, when it was repeated
 */
public record IamEvent(EventId id, Change change, Call call, String record, String sha256, Origin origin) {

    /** Returns the same event, known by its position and hash only. */
    public IamEvent withoutRecord() {
        return new IamEvent(id, change, call, null, sha256, origin);
    }

    /** Returns event time in seconds since 1970. */
    public long second() {
        return id.second();
    }
}
