package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.NearMisses;
import io.iamwatch.detector.replay.RulesTimeline;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serializer;

/**
 * By which rules a range is judged, each as a course of its own.
 *
 * @param base what variants are held against
 * @param variants the others
 */
record Courses(Rules base, List<Variant> variants) {

    /** Returns what is asked for, where variants are held against these rules. */
    static Courses of(ReplayOrder order, Rules base) throws Sweep.RefusedException {
        List<Variant> variants = new ArrayList<>(order.variants());
        variants.addAll(Sweep.variants(base, order.sweeps()));
        return new Courses(base, variants);
    }

    /** The order: what ran, where that is known; what variants are held against; farther; variants. */
    List<RulesTimeline> timelines(Optional<RulesTimeline> ran) {
        List<RulesTimeline> timelines = new ArrayList<>(ran.stream().toList());
        timelines.add(RulesTimeline.always(base));
        if (!variants.isEmpty()) {
            timelines.add(RulesTimeline.always(NearMisses.farther(base)));
        }
        variants.forEach(variant -> timelines.add(RulesTimeline.always(variant.rules())));
        return timelines;
    }

    /** Returns how versions of alerts are written where the live detector tells them. */
    static Function<DetectionFinding, byte[]> json() {
        Serializer<DetectionFinding> serializer = JsonSerde.alerts().serializer();
        return alert -> serializer.serialize(Topics.ALERTS.name(), alert);
    }
}
