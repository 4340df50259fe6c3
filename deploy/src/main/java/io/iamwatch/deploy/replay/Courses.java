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
 * @param baseName what the rules are called that variants are held against
 * @param base what variants are held against
 * @param variants the others
 * @param isKept whether what they remember goes to other replays, which may want to look farther
 */
record Courses(String baseName, Rules base, List<Variant> variants, boolean isKept) {

    /**
     * Returns what is asked for.
     *
     * @param unnamed what the rules are called that variants are held against where the order names none
     * @param otherwise these rules
     */
    static Courses of(ReplayOrder order, String unnamed, Rules otherwise) throws Sweep.RefusedException {
        Rules base = order.against() == null ? otherwise : order.against();
        List<Variant> variants = new ArrayList<>(order.variants());
        variants.addAll(Sweep.variants(base, order.sweeps()));
        return new Courses(order.against() == null ? unnamed : "against", base, variants,
                order.keep().checkpoint() != null);
    }

    /** Returns all but what ran: what variants are held against; farther, where that is of use; variants. */
    List<Variant> all() {
        List<Variant> all = new ArrayList<>(List.of(new Variant(baseName, base)));
        if (isKept || !variants.isEmpty()) {
            all.add(new Variant("near the window of " + baseName, NearMisses.farther(base)));
        }
        all.addAll(variants);
        return all;
    }

    /** The order: what ran, where that is known; then {@link #all}. */
    List<RulesTimeline> timelines(Optional<RulesTimeline> ran) {
        List<RulesTimeline> timelines = new ArrayList<>(ran.stream().toList());
        all().forEach(variant -> timelines.add(RulesTimeline.always(variant.rules())));
        return timelines;
    }

    /** Returns how versions of alerts are written where the live detector tells them. */
    static Function<DetectionFinding, byte[]> json() {
        Serializer<DetectionFinding> serializer = JsonSerde.alerts().serializer();
        return alert -> serializer.serialize(Topics.ALERTS.name(), alert);
    }
}
