package io.iamwatch.detector.replay;

import java.util.Locale;

/**
 * Whether rules should be tuned on a replay, by how far it gives what ran.
 *
 * @param advised whether its fidelity is what was asked for
 * @param words the same in one sentence
 */
public record Tuning(boolean advised, String words) {

    /**
     * Returns the verdict on a replay.
     *
     * @param percent the least share of versions that must be alike
     */
    public static Tuning of(ReplayReport report, double percent) {
        if (report.fidelity() == null) {
            return new Tuning(false, String.format(Locale.ROOT,
                    "fidelity is not known, and %.2f %% is asked for: do not tune on this (%s)", percent,
                    report.fidelityNote()));
        }
        double reached = report.fidelity().percent();
        return reached >= percent
                ? new Tuning(true, String.format(Locale.ROOT,
                        "fidelity of %.2f %% is no less than the %.2f %% that is asked for", reached, percent))
                : new Tuning(false, String.format(Locale.ROOT,
                        "fidelity of %.2f %% is below %.2f %%: do not tune on this", reached, percent));
    }
}
