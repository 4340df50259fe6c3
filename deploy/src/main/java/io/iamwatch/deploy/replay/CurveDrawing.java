package io.iamwatch.deploy.replay;

import static java.util.stream.Collectors.joining;

import io.iamwatch.detector.replay.Curve;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A curve as SVG, of numbers alone: names and values stand beside it. */
final class CurveDrawing {

    private static final double WIDTH = 600;
    private static final double HEIGHT = 120;
    private static final double EDGE = 10;

    private CurveDrawing() {
    }

    /** Returns it; values that have a scale are joined by a line, others stand side by side. */
    static String of(Curve curve) {
        List<Curve.Point> points = curve.points();
        boolean hasScale = points.stream().allMatch(point -> point.at() != null);
        String line = IntStream.range(0, points.size()).mapToObj(i -> x(points, i, hasScale) + "," + y(points, i))
                .collect(joining(" "));
        String dots = IntStream.range(0, points.size()).mapToObj(i -> "<circle"
                + (ReportLines.isKnee(curve, points.get(i)) ? " class=\"knee\"" : "") + " cx=\""
                + x(points, i, hasScale)
                + "\" cy=\"" + y(points, i) + "\" r=\"4\"/>").collect(joining());
        return String.format(Locale.ROOT, "<svg viewBox=\"0 0 %.0f %.0f\" aria-hidden=\"true\">", WIDTH, HEIGHT)
                + (hasScale ? "<polyline points=\"" + line + "\"/>" : "") + dots + "</svg>";
    }

    private static String x(List<Curve.Point> points, int number, boolean hasScale) {
        double first = hasScale ? points.getFirst().at() : 0;
        double last = hasScale ? points.getLast().at() : points.size() - 1;
        double at = hasScale ? points.get(number).at() : number;
        return place(first == last ? 0.5 : (at - first) / (last - first), WIDTH);
    }

    /** From nothing at the bottom to the most at the top. */
    private static String y(List<Curve.Point> points, int number) {
        int most = points.stream().mapToInt(Curve.Point::alerts).max().orElse(0);
        return place(most == 0 ? 1 : 1 - (double) points.get(number).alerts() / most, HEIGHT);
    }

    private static String place(double share, double length) {
        return String.format(Locale.ROOT, "%.1f", EDGE + share * (length - 2 * EDGE));
    }
}
