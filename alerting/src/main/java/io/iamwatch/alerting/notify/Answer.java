package io.iamwatch.alerting.notify;

import java.time.Duration;
import java.util.Optional;

/** What came of telling a sink. */
public sealed interface Answer {

    /** Returns what it answered, in short; no secret is in it. */
    String said();

    /** It took the notification. */
    record Accepted(String said) implements Answer {
    }

    /**
     * It did not, and may when it is told again.
     *
     * @param retryAfter how long it wants to be left alone
     */
    record Later(String said, Optional<Duration> retryAfter) implements Answer {
    }

    /** It will never take this notification. */
    record Refused(String said) implements Answer {
    }

    /** It will never take any. */
    record Gone(String said) implements Answer {
    }
}
