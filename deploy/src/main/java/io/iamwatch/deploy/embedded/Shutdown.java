package io.iamwatch.deploy.embedded;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a part, but not for longer than a limit: whoever stops the whole must come to the next part. */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private Shutdown() {
    }

    /** Runs the stop in a daemon thread and returns when it is done or the limit is over, whichever comes first. */
    static void within(Duration limit, String part, Runnable stop) {
        Thread stopping = Thread.ofPlatform().daemon().name("stop " + part).start(() -> {
            try {
                stop.run();
            } catch (RuntimeException e) {
                LOG.warn("stopping {} failed", part, e);
            }
        });
        try {
            if (!stopping.join(limit)) {
                LOG.warn("{} did not stop within {} s and is left to the end of the process", part, limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
