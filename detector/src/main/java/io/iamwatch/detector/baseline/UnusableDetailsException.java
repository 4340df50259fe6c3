package io.iamwatch.detector.baseline;

/**
 * A snapshot that cannot be published. The message is for people and may quote the snapshot: hostile text.
 */
public final class UnusableDetailsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnusableDetailsException(String message) {
        super(message);
    }

    UnusableDetailsException(String message, Throwable cause) {
        super(message, cause);
    }
}
