package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.RuleSetting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many alerts stand by each value of one swept setting, while all others stay.
 *
 * @param setting the key of the setting
 * @param others what the other swept settings are, as variants are called; empty where there are none
 * @param points by their place on the scale; in the order of the sweep where the setting has none
 * @param knee null where there is none
 */
public record Curve(String setting, String others, List<Point> points, Knee knee) {

    /**
     * One value.
     *
     * @param value as the sweep writes it
     * @param at its place on the setting's scale: seconds, or how many; null where the setting has no scale
     * @param variant the name of the variant
     * @param alerts how many stand
     */
    public record Point(String value, Double at, String variant, int alerts) {
    }

    /**
     * Returns the curves of each setting that has more than one value: one for every combination of the others.
     *
     * @param swept what the variants came to, in the order of {@link Sweep#variants}
     */
    public static List<Curve> of(List<Sweep> sweeps, List<VariantReport> swept) {
        return IntStream.range(0, sweeps.size()).filter(at -> sweeps.get(at).values().size() > 1).boxed()
                .flatMap(at -> of(sweeps, at, swept).stream()).toList();
    }

    private static List<Curve> of(List<Sweep> sweeps, int at, List<VariantReport> swept) {
        Map<String, List<Point>> byOthers = new LinkedHashMap<>();
        Sweep sweep = sweeps.get(at);
        for (int variant = 0; variant < swept.size(); variant++) {
            int number = variant;
            String others = IntStream.range(0, sweeps.size()).filter(other -> other != at)
                    .mapToObj(other -> sweeps.get(other).key() + "=" + value(sweeps, other, number))
                    .collect(Collectors.joining(" "));
            String value = value(sweeps, at, number);
            OptionalDouble place = RuleSetting.place(sweep.key(), value);
            byOthers.computeIfAbsent(others, none -> new ArrayList<>())
                    .add(new Point(value, place.isPresent() ? place.getAsDouble() : null, swept.get(variant).name(),
                            swept.get(variant).alerts()));
        }
        return byOthers.entrySet().stream().map(entry -> of(sweep.key(), entry.getKey(), entry.getValue())).toList();
    }

    /** The last setting's values change fastest. */
    private static String value(List<Sweep> sweeps, int at, int variant) {
        int behind = sweeps.subList(at + 1, sweeps.size()).stream().mapToInt(sweep -> sweep.values().size())
                .reduce(1, (one, other) -> one * other);
        List<String> values = sweeps.get(at).values();
        return values.get(variant / behind % values.size());
    }

    private static Curve of(String setting, String others, List<Point> points) {
        boolean hasScale = points.stream().allMatch(point -> point.at() != null);
        List<Point> inOrder = hasScale
                ? points.stream().sorted(Comparator.comparing(Point::at)).toList()
                : List.copyOf(points);
        return new Curve(setting, others, inOrder, hasScale ? Knee.of(inOrder) : null);
    }
}
