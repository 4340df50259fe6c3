package io.iamwatch.contracts.notification;

/**
 * What became of a notification at a sink: a record of {@code iamwatch.deliveries}, whose key is
 * {@code notification id/sink}. The newest of a key is what holds.
 *
 * @param notificationId the notification
 * @param sink the sink's name in the configuration
 * @param outcome how it stands
 * @param attempts how often it was tried
 * @param time of the last attempt, wall clock, milliseconds
 * @param answer what the sink answered, in short; no secret of the sink, and nothing that it sent back unasked
 */
public record Delivery(String notificationId, String sink, Outcome outcome, int attempts, long time, String answer) {

    /** How a delivery stands. */
    public enum Outcome {
        /** The sink took it. */
        DELIVERED,
        /** No route sends it there. */
        NOT_ROUTED,
        /** Given up, and kept for somebody to send again. */
        PARKED
    }
}
