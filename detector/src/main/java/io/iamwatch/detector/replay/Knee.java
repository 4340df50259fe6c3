package io.iamwatch.detector.replay;

import java.util.List;

/**
 * Where a swept setting begins to cost more, or to gain less, than before: the value that lies farthest from the
 * straight line between the first and the last. After Satopää, Albrecht, Irwin and Raghavan, "Finding a Kneedle in
 * a Haystack" (2011).
 *
 * @param variant the name of the variant
 * @param distance from that line, as a share of all that changes between the first value and the last
 */
public record Knee(String variant, double distance) {

    private static final int FEWEST = 3;

    /** What lies nearer to the line is no knee. */
    private static final double NEAR = 0.1;

    /**
     * Returns the knee of a curve of alerts.
     *
     * @param sweep the values of one setting, in their order
     * @return null where there are fewer than three, or the curve is nearly straight
     */
    public static Knee of(List<VariantReport> sweep) {
        if (sweep.size() < FEWEST) {
            return null;
        }
        int first = sweep.getFirst().alerts();
        int all = sweep.getLast().alerts() - first;
        Knee farthest = null;
        for (int i = 1; all != 0 && i < sweep.size() - 1; i++) {
            double straight = (double) i / (sweep.size() - 1);
            double distance = Math.abs((double) (sweep.get(i).alerts() - first) / all - straight);
            if (distance >= NEAR && (farthest == null || distance > farthest.distance())) {
                farthest = new Knee(sweep.get(i).name(), distance);
            }
        }
        return farthest;
    }
}
