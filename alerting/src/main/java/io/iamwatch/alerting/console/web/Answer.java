package io.iamwatch.alerting.console.web;

import io.iamwatch.alerting.console.view.Positions;

/** What comes back: something whole, or a stream that goes on. */
sealed interface Answer permits Response, Answer.Events {

    /**
     * Changed incidents from there on, as they come.
     *
     * @param read what the caller has got already
     */
    record Events(Positions read) implements Answer {
    }
}
