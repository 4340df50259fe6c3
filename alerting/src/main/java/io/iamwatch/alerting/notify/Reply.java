package io.iamwatch.alerting.notify;

import java.util.Optional;

/** What came back from a post. */
public sealed interface Reply {

    /**
     * An answer.
     *
     * @param retryAfter the header of that name
     * @param body the beginning of it
     */
    record Status(int status, Optional<String> retryAfter, String body) implements Reply {
    }

    /**
     * None.
     *
     * @param why in words, without the address
     */
    record None(String why) implements Reply {
    }
}
