package io.iamwatch.deploy.topics;

/** Topics that are not rewritten, or not to the end, and why. Its message is for people. */
public final class RewriteFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RewriteFailure(String message) {
        super(message);
    }

    RewriteFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
