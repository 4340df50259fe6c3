package io.iamwatch.detector.event;

/** How hard a call hits the audit trail. */
public enum Blow {
    /** Records or findings come no more. */
    STOPS,
    /** Fewer of them do, or they are looked at less. */
    WEAKENS,
    /** It is about something that a trail may lie in or pass through; mostly it is everyday work. */
    MAY_CARRY
}
