package io.iamwatch.detector.replay;

import java.util.List;

/**
 * Where a swept setting begins to cost more, or to gain less, than before: the value that lies farthest from the
 * straight line between the smallest and the largest. After Satopää, Albrecht, Irwin and Raghavan, "Finding a
 * Kneedle in a Haystack" (2011).
 *
 * @param variant the name of the variant
 * @param value of the setting, as the sweep writes it
 * @param distance from that line, as a share of all that changes between the smallest value and the largest
 */
public record Knee(String variant, String value, double distance) {

    private static final int FEWEST = 3;

    /** What lies nearer to the line is no knee. */
    private static final double NEAR = 0.1;

    /**
     * Returns the knee of a curve of alerts.
     *
     * @param points by their places on the setting's scale, which all have
     * @return null where there are fewer than three, or the curve is nearly straight
     */
    static Knee of(List<Curve.Point> points) {
        if (points.size() < FEWEST) {
            return null;
        }
        Curve.Point first = points.getFirst();
        Curve.Point last = points.getLast();
        double all = last.alerts() - first.alerts();
        double length = last.at() - first.at();
        Knee farthest = null;
        for (int i = 1; all != 0 && length > 0 && i < points.size() - 1; i++) {
            Curve.Point point = points.get(i);
            double distance = Math
                    .abs((point.alerts() - first.alerts()) / all - (point.at() - first.at()) / length);
            if (distance >= NEAR && (farthest == null || distance > farthest.distance())) {
                farthest = new Knee(point.variant(), point.value(), distance);
            }
        }
        return farthest;
    }
}
