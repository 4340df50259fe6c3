package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.NearMisses;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.ReplayedAlert;
import io.iamwatch.detector.replay.Score.Label;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.replay.VariantReport;
import io.iamwatch.detector.replay.Version;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all partitions came to, put together in an order that no parallelism can change. */
final class Results {

    private final ReplayOrder order;
    private final TopicRange range;
    private final List<PartitionRun.Ended> partitions;
    private final int base;

    Results(ReplayOrder order, TopicRange range, List<PartitionRun.Ended> partitions, boolean isOfWhatRan) {
        this.order = order;
        this.range = range;
        this.partitions = partitions;
        this.base = isOfWhatRan ? 1 : 0;
    }

    private List<ReplayedAlert> alerts(int course) {
        return partitions.stream().flatMap(partition -> partition.lane().courses().get(course).alerts().stream())
                .sorted(ReplayedAlert.ORDER).toList();
    }

    Fidelity fidelity(LiveAlerts live) {
        List<Version> replayed = new ArrayList<>();
        partitions.forEach(partition -> replayed.addAll(partition.lane().courses().getFirst().versions()));
        return Fidelity.of(live.versions(), replayed, new Circumstances());
    }

    private record Circumstances() implements Fidelity.Circumstances {

        @Override
        public String whyOnlyLive(Version version, boolean isAlertKnown) {
            return isAlertKnown
                    ? "the replay tells this alert at other records: a snapshot stood elsewhere among them, or the "
                            + "live detector judged a copy of the record"
                    : "the replay has no such alert: what it followed from is not in the topics any more, or another "
                            + "version of the detector told it";
        }

        @Override
        public String whyOnlyReplay(Version version, boolean isAlertKnown) {
            return isAlertKnown
                    ? "the live detector told this alert at other records: a snapshot stood elsewhere among them"
                    : "the live detector has not told it: it has not come so far yet, was muted, or its state began "
                            + "later than the topic";
        }
    }

    ReplayReport report(Rules baseRules, List<Variant> variants, Fidelity fidelity, InForce inForce, boolean isWarmUp,
            Map<String, Label> labels) {
        ReplayReport.Range read = read(isWarmUp);
        long millis = Math.max(0, read.to() - read.from());
        List<ReplayedAlert> baseAlerts = alerts(base);
        var against = new VariantReport.Base(baseAlerts, baseRules);
        VariantReport own = VariantReport.of(new Variant(order.against() == null ? "rules in force" : "against",
                baseRules), baseAlerts, millis, labels, null);
        List<VariantReport> others = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            others.add(VariantReport.of(variants.get(i), alerts(base + 2 + i), millis, labels, against));
        }
        String note = fidelityNote(fidelity, inForce, isWarmUp);
        NearMisses near = variants.isEmpty() ? NearMisses.NONE : NearMisses.of(baseRules, alerts(base + 1));
        return new ReplayReport(summary(read, own, others, fidelity), read, fidelity, note, own, near, others,
                labelNote(labels, order.labels() == null));
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

    private String fidelityNote(Fidelity fidelity, InForce inForce, boolean isWarmUp) {
        if (isWarmUp) {
            return "no fidelity is claimed: the state before the range comes from a warm-up, not from the beginning";
        }
        if (fidelity == null) {
            return "no fidelity is claimed: no detector has told which rules were in force on " + range.topic();
        }
        return inForce.otherProgram().map(other -> "some of it ran under another program: " + other)
                .orElse(fidelity.total() == 0
                        ? "nothing was told in this range, live or replayed"
                        : fidelity.alike() + " of " + fidelity.total() + " versions of alerts are alike, byte by byte");
    }

    private static String labelNote(Map<String, Label> labels, boolean areVerdicts) {
        long attacks = labels.values().stream().filter(label -> label == Label.TRUE_POSITIVE).count();
        return labels.isEmpty()
                ? (areVerdicts ? "no incident was closed with a verdict" : "the labels say nothing")
                        + ": nothing can be said about precision or recall"
                : labels.size() + " alerts are labelled by " + (areVerdicts ? "verdicts" : "the labels file") + ", "
                        + attacks + " of them as attacks";
    }

    private ReplayReport.Range read(boolean isWarmUp) {
        long first = partitions.stream().mapToLong(PartitionRun.Ended::firstArrival).min().orElse(Long.MAX_VALUE);
        long last = partitions.stream().mapToLong(PartitionRun.Ended::lastArrival).max().orElse(Long.MIN_VALUE);
        boolean isEmpty = first > last;
        long from = order.from() != null ? order.from().toEpochMilli() : isEmpty ? 0 : first;
        long to = order.to() != null ? order.to().toEpochMilli() : isEmpty ? from : last;
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
        return new ReplayReport.Range(range.topic(), from, to, records, judged, rejected, failed, isWarmUp
                ? "what came before the range is known from a warm-up only"
                : "what came before the range was read from the beginning of the topic"
                        + (range.isCutShort() ? "; what users did is known as far back as its topics go" : ""));
    }
}
