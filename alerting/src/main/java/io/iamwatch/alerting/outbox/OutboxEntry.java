package io.iamwatch.alerting.outbox;

/**
 * What the outbox remembers under one key: of the newest incident about a principal, or of an account's next
 * digest.
 *
 * @param ledger null for a digest
 * @param digest null for an incident
 */
public record OutboxEntry(Ledger ledger, Digest digest) {

    /** Returns the moment at which it has to be looked at again, wall clock, milliseconds; null for never. */
    public Long next() {
        return ledger == null ? digest.dueAt() : ledger.next();
    }
}
