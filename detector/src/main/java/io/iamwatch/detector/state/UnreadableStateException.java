package io.iamwatch.detector.state;

/**
 * State that this version of iamwatch cannot read: written by a later version, or damaged. Judging on without it
 * would lose detections silently, so the detector stops.
 */
public final class UnreadableStateException extends IllegalStateException {

    UnreadableStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
