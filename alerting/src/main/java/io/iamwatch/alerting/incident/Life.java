package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.finding.IncidentFinding.Status;

/**
 * Where an incident stands. Only legal transitions exist: New → In Progress ⇄ On Hold, In Progress → Resolved →
 * Closed, and a resolved one is taken up again when its story goes on.
 */
public sealed interface Life {

    /** Returns OCSF's status for it. */
    Status status();

    /** Takes alerts: what happens to the principal belongs to this incident. */
    sealed interface Open extends Life {

        /** Returns where it stands when somebody works on it, by the way that leads there. */
        InProgress inProgress();
    }

    /** Nobody has looked. */
    record New() implements Open {
        @Override
        public Status status() {
            return Status.NEW;
        }

        /** Somebody takes it. */
        @Override
        public InProgress inProgress() {
            return new InProgress();
        }
    }

    /** Somebody works on it. */
    record InProgress() implements Open {
        @Override
        public Status status() {
            return Status.IN_PROGRESS;
        }

        @Override
        public InProgress inProgress() {
            return this;
        }

        /** It waits. */
        public OnHold snooze() {
            return new OnHold();
        }

        /** The work is done; the verdict is pending. */
        public Resolved resolve() {
            return new Resolved();
        }
    }

    /** Snoozed. */
    record OnHold() implements Open {
        @Override
        public Status status() {
            return Status.ON_HOLD;
        }

        /** The wait is over. */
        @Override
        public InProgress inProgress() {
            return new InProgress();
        }
    }

    /** Over; the verdict is pending. */
    record Resolved() implements Open {
        @Override
        public Status status() {
            return Status.RESOLVED;
        }

        /** It was not over. */
        @Override
        public InProgress inProgress() {
            return new InProgress();
        }

        /** The verdict is there. */
        public Closed close() {
            return new Closed();
        }
    }

    /** Over, with a verdict: what happens to the principal from now on is another incident. */
    record Closed() implements Life {
        @Override
        public Status status() {
            return Status.CLOSED;
        }
    }

    /** Returns the life that a stored status tells. */
    static Life of(Status status) {
        return switch (status) {
            case NEW -> new New();
            case IN_PROGRESS -> new InProgress();
            case ON_HOLD -> new OnHold();
            case RESOLVED -> new Resolved();
            case CLOSED -> new Closed();
        };
    }
}
