package io.iamwatch.deploy.embedded;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Kafka's code and the end of this process. Connect's herder answers an error it did not expect by
 * ending the process it takes for its own; here it may only ask. {@code Exit.halt} is left alone: with it the
 * broker says that its data is no longer safe.
 */
final class ExitRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ExitRequests.class);

    private ExitRequests() {
    }

    /** Completes the future, from now on, when Kafka's code asks to exit. Process-wide; the last caller hears it. */
    static void reportTo(CompletableFuture<String> requested) {
        Exit.setExitProcedure((status, message) -> {
            String request = "Kafka asked to exit with status " + status + " in thread '"
                    + Thread.currentThread().getName() + "'" + (message == null ? "" : ": " + message);
            LOG.error("{}; its own log says why", request);
            requested.complete(request);
        });
    }
}
