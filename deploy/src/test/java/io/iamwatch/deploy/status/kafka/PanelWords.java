package io.iamwatch.deploy.status.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How near what a panel says is to what each metric means, by the words that both have. A word weighs the more the
 * fewer metrics have it; those of a panel's title and of a query's legend weigh twice.
 */
final class PanelWords {

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final List<String> ENDINGS = List.of("ings", "ing", "ed", "es", "s");
    private static final int SHORTEST_STEM = 3;
    private static final int LONGEST_STEM = 5;
    private static final Set<String> SAY_NOTHING = Set
            .of(("a an and are as at be been but by can did each for from had "
                    + "has have how if in into is it its no not of on or other so such that the their them then they this to "
                    + "was were what when where which while who with would there those these only more than once one all over "
                    + "time shown instance mean iamwatch total since").split(" "));

    private final Map<String, Set<String>> metrics = new TreeMap<>();
    private final Map<String, Double> weights = new HashMap<>();

    /** Takes metrics with what they mean. */
    PanelWords(Map<String, String> meanings) {
        meanings.forEach((name, help) -> metrics.put(name, stems(name.replace('_', ' ') + " " + help)));
        metrics.values().stream().flatMap(Set::stream).distinct().forEach(word -> weights.put(word, Math.log(
                (double) metrics.size() / metrics.values().stream().filter(words -> words.contains(word)).count())));
    }

    /** Returns all metrics, the one first that the panel speaks of most; those that are equally near have one rank. */
    Map<String, Integer> ranks(String dashboard, String row, JsonNode panel, JsonNode target) {
        Map<String, Integer> said = new HashMap<>();
        stems(dashboard + " " + row + " " + panel.path("description").asText()).forEach(word -> said.put(word, 1));
        stems(panel.path("title").asText() + " " + target.path("legendFormat").asText())
                .forEach(word -> said.put(word, 2));
        Map<String, Double> nearness = new HashMap<>();
        metrics.forEach((name, words) -> nearness.put(name, nearness(said, words)));
        Map<String, Integer> ranks = new HashMap<>();
        nearness.forEach((name, near) -> ranks.put(name,
                1 + (int) nearness.values().stream().filter(other -> other > near).count()));
        return ranks;
    }

    Set<String> all() {
        return metrics.keySet();
    }

    private double nearness(Map<String, Integer> said, Set<String> meant) {
        double shared = meant.stream().mapToDouble(word -> weights.get(word) * said.getOrDefault(word, 0)).sum();
        // Or who explains much would be near to everything.
        return shared / Math.sqrt(meant.stream().mapToDouble(weights::get).sum());
    }

    private static Set<String> stems(String text) {
        List<String> words = new ArrayList<>(WORD.matcher(text).results()
                .map(word -> word.group().toLowerCase(Locale.ROOT)).toList());
        words.removeAll(SAY_NOTHING);
        Set<String> stems = new HashSet<>();
        words.forEach(word -> stems.add(stem(word)));
        return stems;
    }

    private static String stem(String word) {
        String stem = ENDINGS.stream()
                .filter(ending -> word.endsWith(ending) && word.length() - ending.length() >= SHORTEST_STEM)
                .findFirst().map(ending -> word.substring(0, word.length() - ending.length())).orElse(word);
        return stem.substring(0, Math.min(stem.length(), LONGEST_STEM));
    }
}
