package io.iamwatch.deploy.pipeline;

import io.iamwatch.detector.topology.DetectorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/**
 * What candidates have left that are judged by no more: other rules are another application, with a state of its
 * own.
 */
final class FormerShadows {

    private final Path stateFolder;
    private final Optional<String> current;

    /**
     * Looks at nothing yet.
     *
     * @param stateFolder {@code state.dir}
     * @param current application id of the candidates that are judged by; empty for none
     */
    FormerShadows(Path stateFolder, Optional<String> current) {
        this.stateFolder = stateFolder;
        this.current = current;
    }

    /** Removes their state from this machine. */
    void removeState() {
        try (Stream<Path> entries = Files.list(stateFolder)) {
            for (Path entry : entries.filter(entry -> isFormer(entry.getFileName().toString())).toList()) {
                LocalState.remove(entry);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove the state of former candidates from " + stateFolder, failure);
        }
    }

    /**
     * Removes their changelogs and groups. Only where nobody else can be at work by them: on several machines rules
     * change in one after the other.
     */
    void removeFromBroker(Map<String, Object> client, Consumer<String> progress) throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            List<String> topics = admin.listTopics().names().get().stream().filter(this::isFormer).toList();
            admin.deleteTopics(topics).all().get();
            List<String> groups = admin.listGroups().all().get().stream().map(GroupListing::groupId)
                    .filter(this::isFormer).toList();
            admin.deleteConsumerGroups(groups).all().get();
        } catch (ExecutionException failure) {
            // A group of a process that was killed is given up within its session: the next start removes it.
            progress.accept("shadow: what former candidates left on the broker stays until the next start: "
                    + failure.getCause().getMessage());
        }
    }

    private boolean isFormer(String name) {
        return name.startsWith(DetectorService.SHADOW_APPLICATIONS)
                && current.filter(id -> name.equals(id) || name.startsWith(id + "-") || name.startsWith(id + "."))
                        .isEmpty();
    }
}
