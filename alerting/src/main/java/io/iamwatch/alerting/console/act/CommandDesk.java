package io.iamwatch.alerting.console.act;

import io.iamwatch.contracts.command.IncidentCommand;

/** Where commands are given. */
public interface CommandDesk {

    /** What became of a command. */
    sealed interface Outcome {

        /** The incident is as it wants. */
        record Applied() implements Outcome {
        }

        /**
         * It was not to be.
         *
         * @param reason why
         */
        record Refused(String reason) implements Outcome {
        }

        /** It is written down for good, and was not answered in time. It will be. */
        record Pending() implements Outcome {
        }

        /**
         * Nobody knows that it was written down.
         *
         * @param reason why, for people
         */
        record Lost(String reason) implements Outcome {
        }
    }

    /**
     * Gives a command, and waits some seconds for what becomes of it.
     *
     * @param key of the principal that the incident is about
     * @throws InterruptedException if interrupted while waiting
     */
    Outcome give(IncidentCommand command, String key) throws InterruptedException;
}
