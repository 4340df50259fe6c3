package io.iamwatch.deploy.baseline;

import io.iamwatch.alerting.terminal.TerminalText;

/** A snapshot could not be had or published. The message is one line for people, safe for a terminal. */
public final class BaselineFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    BaselineFailure(String what, String hostileReason, Throwable cause) {
        super(what + TerminalText.neutralise(hostileReason), cause);
    }
}
