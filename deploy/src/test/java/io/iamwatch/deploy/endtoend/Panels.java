package io.iamwatch.deploy.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the dashboards ask Prometheus. */
final class Panels {

    private static final Path FOLDER = Path.of("grafana", "dashboards");
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    private Panels() {
    }

    /**
     * A query of a panel.
     *
     * @param where dashboard and title
     * @param expr as Grafana would send it, with every instance chosen
     * @param labels that its legend names
     */
    record Query(String where, String kind, String unit, String expr, List<String> labels) {
    }

    /** All dashboards, by the name of their file. */
    static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
                dashboards.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        return dashboards;
    }

    /** The panels of a dashboard that show something. */
    static Stream<JsonNode> of(JsonNode dashboard) {
        return items(dashboard.path("panels")).filter(panel -> !panel.path("type").asText().equals("row"));
    }

    static List<Query> queries() throws IOException {
        return dashboards().stream().flatMap(dashboard -> of(dashboard).flatMap(panel -> items(panel.path("targets"))
                .map(target -> query(dashboard, panel, target)))).toList();
    }

    /** What the variables of the dashboards are chosen from, each a {@code label_values(selector, label)}. */
    static List<String> variables() throws IOException {
        return dashboards().stream().flatMap(dashboard -> items(dashboard.path("templating").path("list")))
                .filter(variable -> variable.path("type").asText().equals("query"))
                .map(variable -> filledIn(variable.path("definition").asText())).distinct().toList();
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Query query(JsonNode dashboard, JsonNode panel, JsonNode target) {
        return new Query(dashboard.path("title").asText() + ": " + panel.path("title").asText(),
                panel.path("type").asText(), panel.path("fieldConfig").path("defaults").path("unit").asText(),
                filledIn(target.path("expr").asText()), LABEL.matcher(target.path("legendFormat").asText()).results()
                        .map((MatchResult label) -> label.group(1)).toList());
    }

    private static String filledIn(String expr) {
        return expr.replace("$__rate_interval", "1m").replace("$__range_s", "3600").replace("$__range", "1h")
                .replace("$job", "iamwatch").replaceAll("\\$(instance|shard|service)", ".*");
    }
}
