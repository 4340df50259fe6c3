package io.iamwatch.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Grafana and Prometheus of the compose file are given: each path leads somewhere, each link to something. */
class GrafanaProvisioningTest {

    private static final Path GRAFANA = ComposeFile.TOP.resolve("deploy/grafana");
    private static final Path RULES = ComposeFile.TOP.resolve("deploy/prometheus/iamwatch.rules.yml");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern UID = Pattern.compile("[a-zA-Z0-9_-]{1,40}");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern ALERT_LINK = Pattern.compile("runbook_url: (.*)");
    private static final String PAGE = "/user/runbook.html";

    private final ComposeFile compose = ComposeFile.read();
    private final ComposeFile.Service grafana = compose.services().get("grafana");
    private final ComposeFile.Service prometheus = compose.services().get("prometheus");

    GrafanaProvisioningTest() throws IOException {
    }

    @Test
    void everyDashboardIsProvisionedOnceInAFolderOfItsProvider() throws IOException {
        List<Path> provisioned = new ArrayList<>();
        Set<String> folders = new TreeSet<>();
        List<?> providers = list(provisioning("dashboards/iamwatch.yml"), "providers");
        for (Object each : providers) {
            Map<?, ?> provider = (Map<?, ?>) each;
            folders.add(String.valueOf(provider.get("folder")));
            assertThat(provider.get("type")).isEqualTo("file");
            Path folder = onThisSide(grafana, String.valueOf(((Map<?, ?>) provider.get("options")).get("path")));
            assertThat(folder).isDirectory();
            provisioned.addAll(dashboards(folder));
        }
        assertThat(folders).hasSameSizeAs(providers).doesNotContain("null");
        assertThat(provisioned).hasSizeGreaterThan(4)
                .containsExactlyInAnyOrderElementsOf(dashboards(GRAFANA.resolve("dashboards")));
    }

    /** Grafana looks nowhere else, unless it is told to. */
    @Test
    void grafanaFindsItsProvisioningAndAllOfItsVariables() throws IOException {
        assertThat(onThisSide(grafana, "/etc/grafana/provisioning")).isEqualTo(GRAFANA.resolve("provisioning"));
        assertThat(grafana.map("environment")).doesNotContainKey("GF_PATHS_PROVISIONING");
        Set<String> wanted = new TreeSet<>();
        try (Stream<Path> files = Files.walk(GRAFANA.resolve("provisioning"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                VARIABLE.matcher(Files.readString(file)).results().forEach(found -> wanted.add(found.group(1)));
            }
        }
        assertThat(grafana.map("environment").keySet()).containsAll(wanted);
        assertThat(wanted).isNotEmpty();
    }

    @Test
    void theOneDatasourceIsTheKindThatEachDashboardLetsChoose() throws IOException {
        assertThat(list(provisioning("datasources/prometheus.yml"), "datasources")).singleElement()
                .satisfies(source -> {
                    Map<?, ?> given = (Map<?, ?>) source;
                    assertThat(given.get("type")).isEqualTo("prometheus");
                    assertThat(given.get("isDefault")).isEqualTo(true);
                    assertThat(given.get("url")).isEqualTo("http://prometheus:9090");
                    assertThat(String.valueOf(given.get("uid"))).matches(UID);
                    assertThat(((Map<?, ?>) given.get("jsonData")).get("timeInterval"))
                            .as("the interval of scrapes, by which Grafana chooses that of rates")
                            .isEqualTo(((Map<?, ?>) scraping().get("global")).get("scrape_interval"));
                });
        Set<String> uids = new TreeSet<>();
        for (JsonNode dashboard : read(dashboards(GRAFANA.resolve("dashboards")))) {
            assertThat(dashboard.path("uid").asText()).matches(UID);
            assertThat(uids.add(dashboard.path("uid").asText())).as(dashboard.path("uid").asText()).isTrue();
            assertThat(variable(dashboard, "datasource").path("type").asText()).isEqualTo("datasource");
            assertThat(variable(dashboard, "datasource").path("query").asText()).isEqualTo("prometheus");
            assertThat(dashboard.findValues("datasource")).isNotEmpty()
                    .allMatch(source -> source.path("uid").asText().equals("${datasource}"));
            assertThat(dashboard.path("tags").toString()).as("by which dashboards link to each other")
                    .contains("\"" + dashboard.path("links").path(0).path("tags").path(0).asText() + "\"");
        }
    }

    @Test
    void prometheusFindsItsRulesItsTokenAndTheRunbook() throws IOException {
        assertThat(onThisSide(prometheus, argument("--config.file"))).isRegularFile();
        assertThat(list(scraping(), "rule_files")).hasSize(1).allSatisfy(
                rules -> assertThat(onThisSide(prometheus, String.valueOf(rules))).isEqualTo(RULES));
        Map<?, ?> authorization = (Map<?, ?>) ((Map<?, ?>) list(scraping(), "scrape_configs").getFirst())
                .get("authorization");
        assertThat(authorization.get("credentials_file")).isEqualTo("/secrets/metrics/token");
        assertThat(prometheus.list("volumes")).contains("metrics-secret:/secrets/metrics:ro");
        assertThat(runbook()).isRegularFile();
    }

    /** A link that leads nowhere costs the most when something is wrong. */
    @Test
    void everyLinkToTheRunbookLeadsToWhatItIsAbout() throws IOException {
        Properties variables = ComposeFile.variables();
        String address = "http://127.0.0.1:" + variables.getProperty("PROMETHEUS_PORT");
        assertThat(prometheus.list("ports")).allMatch(port -> address.endsWith(port.replaceFirst(":9090$", "")));
        assertThat(argument("--web.external-url")).isEqualTo(address);
        Set<String> anchors = ID.matcher(Files.readString(runbook())).results().map(id -> id.group(1))
                .collect(Collectors.toSet());
        List<String> links = new ArrayList<>(ALERT_LINK.matcher(Files.readString(RULES)).results()
                .map(link -> link.group(1).replace("\"", "").replace("{{ $externalURL }}", address)).toList());
        assertThat(links).hasSizeGreaterThan(10);
        for (JsonNode dashboard : read(dashboards(GRAFANA.resolve("dashboards")))) {
            String given = variable(dashboard, "runbook").path("query").asText();
            assertThat(variable(dashboard, "runbook").path("current").path("value").asText()).isEqualTo(given);
            dashboard.path("panels").forEach(panel -> panel.path("links")
                    .forEach(link -> links.add(link.path("url").asText().replace("${runbook:raw}", given))));
        }
        assertThat(links).hasSizeGreaterThan(80).allSatisfy(link -> {
            assertThat(link).startsWith(address + PAGE + "#");
            assertThat(anchors).contains(link.substring(link.indexOf('#') + 1));
        });
    }

    private Path runbook() {
        return onThisSide(prometheus, PAGE.replaceFirst("^/user", argument("--web.user-assets")));
    }

    private String argument(String name) {
        return prometheus.list("command").stream().filter(argument -> argument.startsWith(name + "=")).findFirst()
                .orElseThrow().substring(name.length() + 1);
    }

    private static Map<?, ?> scraping() throws IOException {
        return ComposeFile.yaml(Files.readString(ComposeFile.TOP.resolve("deploy/compose/prometheus.yml")));
    }

    /** A file of Grafana's, with what its environment says in the places of variables. */
    private Map<?, ?> provisioning(String file) throws IOException {
        return ComposeFile.yaml(VARIABLE.matcher(Files.readString(GRAFANA.resolve("provisioning").resolve(file)))
                .replaceAll(found -> grafana.map("environment").getOrDefault(found.group(1), "UNKNOWN")));
    }

    /** What a container sees at a path, on this side of the mounts. */
    private static Path onThisSide(ComposeFile.Service service, String path) {
        return service.list("volumes").stream().filter(volume -> volume.startsWith("."))
                .map(volume -> volume.split(":")).filter(mount -> (path + "/").startsWith(mount[1] + "/"))
                .map(mount -> ComposeFile.TOP.resolve(mount[0] + path.substring(mount[1].length())).normalize())
                .findFirst().orElseThrow(() -> new AssertionError(service.name() + " has nothing at " + path));
    }

    private static List<Path> dashboards(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static List<JsonNode> read(List<Path> files) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        for (Path file : files) {
            read.add(new ObjectMapper().readTree(file.toFile()));
        }
        return read;
    }

    private static JsonNode variable(JsonNode dashboard, String name) {
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            if (variable.path("name").asText().equals(name)) {
                return variable;
            }
        }
        throw new AssertionError(dashboard.path("title").asText() + " has no variable " + name);
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return (List<?>) map.get(key);
    }
}
