package io.iamwatch.alerting.notify;

import io.iamwatch.contracts.notification.Notification;
import java.time.Instant;

/** Who is told. */
public interface Sink extends AutoCloseable {

    /**
     * Tells it, waits for its answer no longer than is configured, and returns that. What goes wrong is an answer too.
     *
     * @param now when it is told, wall clock
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    Answer tell(Notification notification, Instant now) throws InterruptedException;

    @Override
    void close();
}
