package io.iamwatch.detector.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * An IAM call as one CloudTrail record tells it. The record itself is kept apart, where evidence finds it.
 *
 * @param id what identifies the event over repetitions
 * @param change what it did
 * @param call who did it, from where
 * @param sha256 hex SHA-256 of the record's bytes
 * @param origin where the record stands; of the first arrival, when it was repeated
 */
public record IamEvent(EventId id, Change change, Call call, String sha256, Origin origin) {

    /** Returns event time in seconds since 1970. */
    @JsonIgnore
    public long second() {
        return id.second();
    }
}
