package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.Curve;
import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.Labels;
import io.iamwatch.detector.replay.Labels.Place;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.NearMisses;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.ReplayedAlert;
import io.iamwatch.detector.replay.Score.Label;
import io.iamwatch.detector.replay.TimeGrid;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.replay.VariantReport;
import io.iamwatch.detector.replay.Version;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What all partitions came to, put together in an order that no parallelism can change. */
final class Results {

    private final ReplayOrder order;
    private final List<PartitionRun.Ended> partitions;
    private final int base;

    /**
     * Takes what was read.
     *
     * @param base the place of the course that variants are held against
     */
    Results(ReplayOrder order, List<PartitionRun.Ended> partitions, int base) {
        this.order = order;
        this.partitions = partitions;
        this.base = base;
    }

    /**
     * What a report says of its circumstances.
     *
     * @param source what was read
     * @param state what was known before the range, and from where
     * @param fidelity what the fidelity means, or why there is none
     */
    record About(String source, String state, String fidelity) {
    }

    private List<ReplayedAlert> alerts(int course) {
        return partitions.stream().flatMap(partition -> partition.lane().courses().get(course).alerts().stream())
                .sorted(ReplayedAlert.ORDER).toList();
    }

    private VariantReport.Outcome outcome(int course) {
        return new VariantReport.Outcome(alerts(course), partitions.stream()
                .mapToLong(partition -> partition.lane().courses().get(course).stateBytes()).sum());
    }

    Fidelity fidelity(LiveAlerts live, InForce inForce) {
        List<Version> replayed = new ArrayList<>();
        partitions.forEach(partition -> replayed.addAll(partition.lane().courses().getFirst().versions()));
        return Fidelity.of(live.versions(), replayed, new DifferenceReasons(live::unread, inForce));
    }

    /**
     * Returns the report.
     *
     * @param fidelity null where none is claimed
     * @param given what was found of alerts
     * @param told where those are that ran, by their uids, of uids that no rules raise here
     */
    ReplayReport report(Courses courses, Fidelity fidelity, About about, Labels.Given given,
            Function<Set<String>, Map<String, Place>> told) {
        Map<String, Place> places = places(courses, given, told);
        Map<String, Label> labels = Labels.counting(given, places);
        ReplayReport.Range read = read(about);
        long millis = Math.max(0, read.to() - read.from());
        TimeGrid grid = TimeGrid.of(read.from(), read.from() + millis);
        List<ReplayedAlert> baseAlerts = alerts(base);
        Rules baseRules = courses.base();
        var against = new VariantReport.Base(baseAlerts, baseRules);
        VariantReport own = VariantReport.of(new Variant(courses.baseName(), baseRules), outcome(base), millis, grid,
                labels, null);
        List<Variant> variants = courses.variants();
        List<VariantReport> others = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            others.add(VariantReport.of(variants.get(i), outcome(base + 2 + i), millis, grid, labels, against));
        }
        NearMisses near = variants.isEmpty() ? NearMisses.NONE : NearMisses.of(baseRules, alerts(base + 1));
        return new ReplayReport(summary(read, own, others, fidelity), null, read, fidelity, about.fidelity(), grid, own,
                near, others, curves(others), Labels.of(given, places), null);
    }

    /** What any rules raise in the range belongs to it; where all else is, what ran tells. */
    private Map<String, Place> places(Courses courses, Labels.Given given,
            Function<Set<String>, Map<String, Place>> told) {
        Set<String> asked = new HashSet<>(given.byUid().keySet());
        Map<String, Place> places = new HashMap<>();
        IntStream.range(0, base + courses.all().size()).filter(course -> !isOnlyNear(course))
                .forEach(course -> alerts(course).stream().map(ReplayedAlert::uid).filter(asked::contains)
                        .forEach(uid -> places.put(uid, Place.IN_RANGE)));
        asked.removeAll(places.keySet());
        places.putAll(told.apply(asked));
        return places;
    }

    /** Nobody asks for the rules that only look farther than others. */
    private boolean isOnlyNear(int course) {
        return course == base + 1;
    }

    private List<Curve> curves(List<VariantReport> variants) {
        return Curve.of(order.sweeps(), variants.subList(order.variants().size(), variants.size()));
    }

    private static String summary(ReplayReport.Range read, VariantReport own, List<VariantReport> others,
            Fidelity fidelity) {
        return read.records() + " records of " + read.source() + " give " + own.alerts() + " alerts"
                + (fidelity == null
                        ? ""
                        : String.format(java.util.Locale.ROOT, ", %.1f %% of the versions that ran "
                                + "are alike", fidelity.percent()))
                + (others.isEmpty() ? "" : "; " + others.size() + (others.size() == 1 ? " variant" : " variants"));
    }

    private ReplayReport.Range read(About about) {
        long first = partitions.stream().mapToLong(PartitionRun.Ended::firstArrival).min().orElse(Long.MAX_VALUE);
        long last = partitions.stream().mapToLong(PartitionRun.Ended::lastArrival).max().orElse(Long.MIN_VALUE);
        boolean isEmpty = first > last;
        long from = order.span().from() != null ? order.span().from().toEpochMilli() : isEmpty ? 0 : first;
        long to = order.span().to() != null ? order.span().to().toEpochMilli() : isEmpty ? from : last;
        long records = 0;
        long judged = 0;
        long rejected = 0;
        long failed = 0;
        for (PartitionRun.Ended partition : partitions) {
            Lane.Ended lane = partition.lane();
            records += lane.records();
            judged += lane.judged();
            rejected += lane.rejected();
            failed += lane.courses().get(base).failed();
        }
        return new ReplayReport.Range(about.source(), from, to, records, judged, rejected, failed, about.state());
    }
}
