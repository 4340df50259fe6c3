package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.EventId;

/**
 * What is past when an event arrives. What became so before window and horizon was decided by facts that may be
 * forgotten since.
 *
 * @param decidedBefore seconds since 1970, event time (exclusive)
 * @param reachedFrom the first second that the event bears on by its time
 * @param event the event; null where nothing is past
 */
record Past(long decidedBefore, long reachedFrom, EventId event) {

    /** Nothing is past. */
    static final Past NONE = new Past(Long.MIN_VALUE, Long.MIN_VALUE, null);

    /** Returns whether facts that led to it may be forgotten. */
    boolean isDecided(Finding finding) {
        return finding.ta() < decidedBefore;
    }

    /**
     * Returns whether a finding that did not stand before is only what remained of a history looks like: the event had
     * nothing to do with it. A snapshot says much of what is older, and so is a link of what it explains.
     */
    boolean isRemnant(Finding finding) {
        return isDecided(finding) && finding.ta() < reachedFrom
                && finding.links().stream().noneMatch(link -> link.eventId().equals(event.eventId()));
    }
}
