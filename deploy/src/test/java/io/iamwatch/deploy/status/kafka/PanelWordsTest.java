package io.iamwatch.deploy.status.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import io.iamwatch.deploy.status.Health;
import io.iamwatch.deploy.status.ServiceMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Titles, descriptions and legends of panels speak of the metrics that their queries ask for. */
class PanelWordsTest {

    /** The metric that a query begins with is among those that its panel speaks of most. */
    private static final int MOST_MEANT = 3;

    /** What it is compared with is another matter, but not any. */
    private static final int ALSO_MEANT = 10;

    private static final double NOTICED = 0.95;
    private static final Pattern METRIC = Pattern.compile("\\b(?:iamwatch|kafka)_\\w+");
    private static final Pattern RECORDED = Pattern.compile("\\biamwatch:[\\w:]+");
    private static final Pattern HELP = Pattern.compile("^# HELP (iamwatch_\\w+) (.*)$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    /** A service that works. */
    private static final class Well implements Health {
        @Override
        public Optional<String> failed() {
            return Optional.empty();
        }

        @Override
        public List<String> notReady() {
            return List.of();
        }
    }

    /** A query of a panel, with the ranks of all metrics by what is said there. */
    private record Said(String where, List<String> asked, Map<String, Integer> ranks) {
    }

    @Test
    void aPanelSpeaksOfTheMetricThatItAsksFor() throws IOException {
        List<Said> said = said();
        assertThat(said).hasSizeGreaterThan(100).allSatisfy(query -> {
            assertThat(query.ranks().get(query.asked().getFirst())).as(query.where() + " asks for "
                    + query.asked().getFirst() + " and speaks of " + nearest(query)).isLessThanOrEqualTo(MOST_MEANT);
            assertThat(query.asked()).as(query.where()).allMatch(metric -> query.ranks().get(metric) <= ALSO_MEANT);
        });
    }

    /** The same check, of panels that each ask for another metric than they do: what would slip through is told. */
    @Test
    void thatAPanelAsksForAnotherMetricIsNoticed() throws IOException {
        List<String> unnoticed = new ArrayList<>();
        int swapped = 0;
        for (Said query : said()) {
            for (Map.Entry<String, Integer> other : query.ranks().entrySet()) {
                if (!query.asked().contains(other.getKey())) {
                    swapped++;
                    if (other.getValue() <= MOST_MEANT) {
                        unnoticed.add(query.where() + " with " + other.getKey());
                    }
                }
            }
        }
        assertThat(1 - (double) unnoticed.size() / swapped).as("unnoticed: " + unnoticed).isGreaterThan(NOTICED);
    }

    private static List<String> nearest(Said query) {
        return query.ranks().entrySet().stream().filter(metric -> metric.getValue() <= MOST_MEANT)
                .map(Map.Entry::getKey).toList();
    }

    private List<Said> said() throws IOException {
        PanelWords words = new PanelWords(meanings());
        Map<String, String> recorded = recorded();
        List<Said> said = new ArrayList<>();
        for (JsonNode dashboard : dashboards()) {
            String title = dashboard.path("title").asText();
            String row = "";
            for (JsonNode panel : dashboard.path("panels")) {
                if (panel.path("type").asText().equals("row")) {
                    row = panel.path("title").asText();
                }
                for (JsonNode target : panel.path("targets")) {
                    List<String> asked = asked(target.path("expr").asText(), recorded);
                    if (!asked.isEmpty()) {
                        said.add(new Said(title + ": " + panel.path("title").asText() + ", "
                                + target.path("legendFormat").asText(), asked, words.ranks(title, row, panel, target)));
                    }
                }
            }
        }
        return said;
    }

    /** The metrics of ours that a query asks for, through recording rules too; none where it asks for the JVM's. */
    private static List<String> asked(String expr, Map<String, String> recorded) {
        String whole = RECORDED.matcher(expr).replaceAll(name -> recorded.get(name.group()).replace("$", "\\$"));
        Set<String> asked = new LinkedHashSet<>();
        METRIC.matcher(whole).results()
                .forEach(metric -> asked.add(metric.group().replaceFirst("_(bucket|sum|count|total)$", "")));
        return List.copyOf(asked);
    }

    /** What the tables of the services say, and what a scrape says of the others. */
    private Map<String, String> meanings() {
        Map<String, String> meanings = new TreeMap<>();
        KafkaMeters.all().forEach(shown -> meanings.putIfAbsent(shown.name(), shown.help()));
        try (ServiceMetrics metrics = new ServiceMetrics(folder)) {
            metrics.add(new Well());
            metrics.add(new DeliveryCounts(), List.of("soc"));
            HELP.matcher(metrics.scrape()).results()
                    .forEach(help -> meanings.putIfAbsent(help.group(1).replaceFirst("_total$", ""), help.group(2)));
        }
        return meanings;
    }

    private static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("grafana", "dashboards"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
                dashboards.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        return dashboards;
    }

    private static Map<String, String> recorded() throws IOException {
        Map<?, ?> rules = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of("prometheus", "iamwatch.rules.yml")));
        return ((List<?>) rules.get("groups")).stream()
                .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
                .map(rule -> (Map<?, ?>) rule).filter(rule -> rule.containsKey("record"))
                .collect(toMap(rule -> (String) rule.get("record"), rule -> (String) rule.get("expr")));
    }
}
