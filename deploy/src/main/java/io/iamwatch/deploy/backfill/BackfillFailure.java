package io.iamwatch.deploy.backfill;

import io.iamwatch.alerting.terminal.TerminalText;

/** A backfill that cannot go on, and why. What others wrote into the reason is neutralised for the terminal. */
public final class BackfillFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    BackfillFailure(String what, String hostileReason, Throwable cause) {
        super(what + TerminalText.neutralise(hostileReason == null ? "" : hostileReason), cause);
    }
}
