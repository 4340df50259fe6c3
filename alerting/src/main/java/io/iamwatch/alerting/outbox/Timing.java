package io.iamwatch.alerting.outbox;

/**
 * How long what must be told may wait. Wall clock, milliseconds.
 *
 * @param provisional how long an incident is kept back of which a late event may still retract everything
 * @param updates how much later than the last notification of an incident the next quiet one comes
 * @param digest how long incidents of low severity are gathered
 */
public record Timing(long provisional, long updates, long digest) {

    /** What the configuration says unless told otherwise. */
    public static final Timing DEFAULT = new Timing(60_000, 300_000, 3_600_000);
}
