package io.iamwatch.deploy.pipeline;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.canary.CanarySettings;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.topology.DetectorService;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Candidate rules beside the live ones. Whatever becomes of them once they have started, the live detector goes on.
 */
final class ShadowDetector {

    private final PipelineSettings settings;
    private final Path stateFolder;
    private final Consumer<String> progress;
    private volatile boolean closed;

    ShadowDetector(PipelineSettings settings, Path stateFolder, Consumer<String> progress) {
        this.settings = settings;
        this.stateFolder = stateFolder;
        this.progress = progress;
    }

    /**
     * Removes what other candidates have left, and starts those that the settings name, if any.
     *
     * @param opened is given what is to be closed in the end
     * @throws IllegalStateException if topics are missing or have unequal partition counts
     */
    void start(Map<String, Object> streams, Consumer<AutoCloseable> opened) throws InterruptedException {
        FormerShadows former = new FormerShadows(stateFolder,
                settings.shadow().map(DetectorService::shadowApplicationId));
        former.removeState();
        if (settings.kafka() instanceof PipelineSettings.Kafka.Own) {
            former.removeFromBroker(streams, progress);
        }
        if (settings.shadow().isPresent()) {
            start(streams, settings.shadow().get(), opened);
        }
    }

    private void start(Map<String, Object> streams, Rules candidate, Consumer<AutoCloseable> opened)
            throws InterruptedException {
        String id = DetectorService.shadowApplicationId(candidate);
        LocalState state = new LocalState(stateFolder, id, streams);
        state.discardOthers(progress);
        DetectorService shadow = DetectorService.startShadow(streams, candidate,
                settings.canary().map(CanarySettings::mark).orElse(CanaryMark.NONE));
        opened.accept(() -> {
            closed = true;
            shadow.close();
        });
        shadow.stopped().thenAccept(reason -> progress.accept("shadow: candidate rules are judged by no more, the live "
                + "ones are: " + reason));
        var unused = shadow.atWork().thenRunAsync(() -> mark(state));
        progress.accept("shadow: candidate rules speak on " + Topics.ALERTS_SHADOW.name() + ", as " + id);
    }

    /** Without the mark, state is read again from its topics at the next start: no more is lost. */
    private void mark(LocalState state) {
        try {
            if (!closed) {
                state.mark();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            progress.accept("shadow: the state in this folder will be read again at the next start: "
                    + failure.getMessage());
        }
    }
}
