package io.iamwatch.deploy.topics;

import io.iamwatch.contracts.topic.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Keeps everybody off topics that are being rewritten, or whose rewriting was interrupted. */
public final class UnfinishedRewrite {

    private UnfinishedRewrite() {
    }

    /**
     * Looks whether topics are being rewritten.
     *
     * @param client settings of a client: {@code bootstrap.servers} at least
     * @throws IllegalStateException if they are; the message says what to do
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static void refuse(Map<String, Object> client) throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            refuse(admin);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("cannot list Kafka's topics: " + failure.getCause().getMessage(), failure);
        }
    }

    /** The same by a client that is there. */
    public static void refuse(Admin admin) throws InterruptedException, ExecutionException {
        if (admin.listTopics().names().get().contains(Topics.REWRITE)) {
            throw new IllegalStateException("topics are being rewritten, or that was interrupted: topic "
                    + Topics.REWRITE + " stands. Wait for it, or go on with the command that began it and --resume");
        }
    }
}
