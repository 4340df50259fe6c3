package io.iamwatch.deploy.pipeline;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.topic.CoPartitioning;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.canary.Canary;
import io.iamwatch.deploy.canary.CanarySettings;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** The canary as a part of the pipeline: beside alerting, so that it outlives what it watches. */
final class CanaryPart {

    private CanaryPart() {
    }

    /**
     * Returns how the detector knows the canary.
     *
     * @throws IllegalStateException if these rules never alert of it
     */
    static CanaryMark mark(Optional<CanarySettings> settings, Rules rules) {
        if (settings.isPresent() && !rules.rules().get(RuleId.NEW_ADMIN_USER).enabled()) {
            throw new IllegalStateException("canary.accounts: the canary waits for alerts of " + RuleId.NEW_ADMIN_USER
                    .id() + ", which rules.file switches off: switch it on, or remove the canary");
        }
        return settings.map(CanarySettings::mark).orElse(CanaryMark.NONE);
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException if not one of its accounts falls into each partition
     */
    static Canary start(CanarySettings settings, Map<String, Object> kafka, Consumer<String> progress)
            throws InterruptedException {
        int partitions;
        try (Admin admin = Admin.create(kafka)) {
            partitions = CoPartitioning.require(admin, List.of(Topics.IDENTITY, Topics.CANARY));
        }
        Canary canary = Canary.start(settings, kafka, partitions, InstantSource.system());
        progress.accept("canary: a pair of events every " + settings.interval().toSeconds() + " s in each of "
                + partitions + " partitions, put into " + settings.target().map(target -> "stream " + target.stream())
                        .orElse(Topics.IDENTITY.name()));
        return canary;
    }
}
