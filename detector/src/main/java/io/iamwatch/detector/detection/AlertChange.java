package io.iamwatch.detector.detection;

/** What an event did to the alerts. */
public sealed interface AlertChange {

    /** Returns the alert as it is now, or as it was when it closed. */
    Standing alert();

    /** A new alert. */
    record Raised(Standing alert) implements AlertChange {
    }

    /** More, or other, is known about an alert that stands. */
    record Updated(Standing alert) implements AlertChange {
    }

    /** The same story is told by another alert now. */
    record Superseded(Standing alert, String supersededBy) implements AlertChange {
    }

    /** By what is known now there is nothing to alert of. */
    record Retracted(Standing alert) implements AlertChange {
    }
}
