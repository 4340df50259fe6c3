package io.iamwatch.deploy.replay;

/** A replay cannot be done; the message says what is wrong and what would be right, for people. */
public sealed class ReplayFailure extends RuntimeException permits ReplayRefusal {

    private static final long serialVersionUID = 1;

    ReplayFailure(String message) {
        super(message);
    }

    ReplayFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
