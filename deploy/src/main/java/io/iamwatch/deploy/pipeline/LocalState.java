package io.iamwatch.deploy.pipeline;

import io.iamwatch.detector.topology.DetectorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * The state that Streams keeps in a folder of this machine, and the changelog topics that it is a copy of. Streams
 * compares offsets alone: a folder left from topics that were deleted and written anew would be taken for theirs.
 * So a file beside it names the topics by the ids that Kafka gives each of them once (KIP-516).
 */
final class LocalState {

    private final Path folder;
    private final Path file;
    private final String applicationId;
    private final Map<String, Object> client;

    /**
     * Looks at nothing yet.
     *
     * @param stateFolder {@code state.dir}
     * @param client settings of a client
     */
    LocalState(Path stateFolder, String applicationId, Map<String, Object> client) {
        this.folder = stateFolder.resolve(applicationId);
        this.file = stateFolder.resolve(applicationId + ".topics");
        this.applicationId = applicationId;
        this.client = client;
    }

    /** Removes state of which it is not sure that it is of the topics that there are; those give it back. */
    void discardOthers(Consumer<String> progress) throws InterruptedException {
        try {
            if (Files.exists(folder) && !(Files.exists(file) && Files.readAllLines(file).equals(topics()))) {
                progress.accept(applicationId + ": the state in this folder is not known to be of these topics: it is"
                        + " read again from them");
                remove(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + folder, failure);
        }
    }

    /** Notes which topics the state is of; once the service works, they exist. */
    void mark() throws InterruptedException {
        try {
            Files.write(file, topics());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    private List<String> topics() throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            Set<String> names = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(applicationId + "-") && name.endsWith("-changelog"))
                    // Candidates come and go, and the live detector's state is not theirs.
                    .filter(name -> !name.startsWith(DetectorService.SHADOW_APPLICATIONS)
                            || applicationId.startsWith(DetectorService.SHADOW_APPLICATIONS))
                    .collect(Collectors.toSet());
            Map<String, String> ids = new TreeMap<>();
            admin.describeTopics(names).allTopicNames().get()
                    .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
            return ids.entrySet().stream().map(id -> id.getKey() + "=" + id.getValue()).toList();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("cannot look at the changelog topics of " + applicationId + ": "
                    + failure.getCause().getMessage(), failure);
        }
    }

    static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
