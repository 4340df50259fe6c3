package io.iamwatch.deploy.cli;

import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.Tuning;
import io.iamwatch.detector.replay.VariantReport;
import io.iamwatch.detector.replay.VariantReport.Introduced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What makes a replay end with an exit code of its own: only what a variant introduced counts. */
sealed interface ReplayCondition {

    /** So many alerts are named. */
    int MOST = 5;

    /** Returns why it is met, a sentence for each case; empty where it is not. */
    List<String> met(ReplayReport report);

    /** Returns the percentage of versions that have to be alike; empty where it is about something else. */
    default OptionalDouble fidelity() {
        return OptionalDouble.empty();
    }

    /** Reads one. */
    static Optional<ReplayCondition> of(String text) {
        if (text.matches("fidelity<[0-9]{1,3}(\\.[0-9]{1,4})?")) {
            double percent = Double.parseDouble(text.substring("fidelity<".length()));
            return percent > 100 ? Optional.empty() : Optional.of(new Unfaithful(percent));
        }
        return switch (text) {
            case "new-false-positive" -> Optional.of(new NewFalsePositive());
            case "lost-true-positive" -> Optional.of(new LostTruePositive());
            default -> Optional.empty();
        };
    }

    /** A variant raises what analysts found to be no attack, and what it is held against does not. */
    record NewFalsePositive() implements ReplayCondition {

        @Override
        public List<String> met(ReplayReport report) {
            return judged(report, Introduced::falsePositives, "raises what was found to be no attack");
        }
    }

    /** A variant no longer tells what analysts found to be an attack. */
    record LostTruePositive() implements ReplayCondition {

        @Override
        public List<String> met(ReplayReport report) {
            return judged(report, Introduced::lostPositives, "does not raise what was found to be an attack");
        }
    }

    /** Where nobody has judged an alert nothing is met; the report says so. */
    private static List<String> judged(ReplayReport report, Function<Introduced, List<String>> which, String what) {
        List<String> met = new ArrayList<>();
        for (VariantReport variant : report.variants()) {
            List<String> uids = variant.introduced() == null ? List.of() : which.apply(variant.introduced());
            if (!uids.isEmpty()) {
                String more = uids.size() > MOST ? " and " + (uids.size() - MOST) + " more" : "";
                met.add(variant.name() + " " + what + ": " + String.join(", ", uids.stream().limit(MOST).toList())
                        + more);
            }
        }
        return met;
    }

    /**
     * The replay does not give what ran.
     *
     * @param percent the least share of versions that must be alike
     */
    record Unfaithful(double percent) implements ReplayCondition {

        @Override
        public OptionalDouble fidelity() {
            return OptionalDouble.of(percent);
        }

        @Override
        public List<String> met(ReplayReport report) {
            Tuning tuning = Tuning.of(report, percent);
            return tuning.advised() ? List.of() : List.of(tuning.words());
        }
    }
}
