package io.iamwatch.detector.event;

/** What became of a call. */
public enum CallResult {
    /** It succeeded. */
    DONE,
    /** Its caller had no right to it. */
    DENIED,
    /** It failed for another reason. */
    FAILED
}
