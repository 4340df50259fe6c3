package io.iamwatch.deploy.cli;

import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.VariantReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What makes a replay end with an exit code of its own: only what a variant introduced counts. */
sealed interface ReplayCondition {

    /** Returns why it is met, a sentence for each case; empty where it is not. */
    List<String> met(ReplayReport report);

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

    /** A variant raises more of what analysts found to be no attack. */
    record NewFalsePositive() implements ReplayCondition {

        @Override
        public List<String> met(ReplayReport report) {
            List<String> met = new ArrayList<>();
            for (VariantReport variant : report.variants()) {
                if (variant.score() != null
                        && variant.score().falsePositives() > report.base().score().falsePositives()) {
                    met.add(variant.name() + " has " + variant.score().falsePositives() + " false positives instead of "
                            + report.base().score().falsePositives());
                }
            }
            return met;
        }
    }

    /** A variant no longer tells what analysts found to be an attack. */
    record LostTruePositive() implements ReplayCondition {

        @Override
        public List<String> met(ReplayReport report) {
            List<String> met = new ArrayList<>();
            for (VariantReport variant : report.variants()) {
                if (variant.score() != null
                        && variant.score().truePositives() < report.base().score().truePositives()) {
                    met.add(variant.name() + " has " + variant.score().truePositives() + " true positives instead of "
                            + report.base().score().truePositives());
                }
            }
            return met;
        }
    }

    /**
     * The replay does not give what ran.
     *
     * @param percent the least share of versions that must be alike
     */
    record Unfaithful(double percent) implements ReplayCondition {

        @Override
        public List<String> met(ReplayReport report) {
            if (report.fidelity() == null) {
                return List.of("fidelity is not known: " + report.fidelityNote());
            }
            return report.fidelity().percent() >= percent
                    ? List.of()
                    : List.of(String.format(Locale.ROOT, "fidelity of %.2f %% is below %.2f %%: do not tune on this",
                            report.fidelity().percent(), percent));
        }
    }
}
