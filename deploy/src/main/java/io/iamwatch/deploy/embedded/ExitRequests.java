package io.iamwatch.deploy.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Kafka's code and the end of this process. Connect's herder answers an error it did not expect by
 * ending the process it takes for its own; here it may only ask. {@code Exit.halt} ends it: with it the broker says
 * that its data is no longer safe, as on a full disk.
 */
public final class ExitRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ExitRequests.class);

    private ExitRequests() {
    }

    /**
     * Tells why, from now on, before Kafka's code ends the process at once. Process-wide.
     *
     * @param told is given a sentence for people
     */
    public static void explainHalts(Consumer<String> told) {
        Exit.setHaltProcedure((status, message) -> {
            told.accept("Kafka's broker cannot go on and ended the process, most likely since its folder cannot be "
                    + "written any more: is the disk full? Its own log says more" + (message == null
                            ? ""
                            : ": " + message));
            Runtime.getRuntime().halt(status == 0 ? 1 : status);
        });
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
