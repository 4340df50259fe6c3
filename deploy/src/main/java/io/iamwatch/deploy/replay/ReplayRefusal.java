package io.iamwatch.deploy.replay;

/** What was asked for cannot be replayed so; the message says what would be right, for people. */
public final class ReplayRefusal extends ReplayFailure {

    private static final long serialVersionUID = 1;

    ReplayRefusal(String message) {
        super(message);
    }

    ReplayRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
