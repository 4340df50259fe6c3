package io.iamwatch.deploy.endtoend;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the dashboards, the rules and the runbook say of each other; no process is needed for it. */
class DashboardFilesTest {

    private static final Path RULES = Path.of("prometheus", "iamwatch.rules.yml");
    private static final Path TESTS = Path.of("prometheus", "tests");
    private static final Path RUNBOOK = Path.of("runbook.md");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern RUNBOOK_URL = Pattern
            .compile("runbook_url: \"\\{\\{ \\$externalURL }}/user/runbook.html#(\\w+)\"");
    private static final String PANEL_LINK = "${runbook:raw}#";
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @Test
    void everyPanelSaysWhatItShowsInWhichUnitAndWhereToReadOn() throws IOException {
        Set<String> headings = headings();
        for (JsonNode dashboard : Panels.dashboards()) {
            assertThat(Panels.of(dashboard)).as(dashboard.path("title").asText()).isNotEmpty().allSatisfy(panel -> {
                assertThat(panel.path("description").asText()).endsWith(".");
                assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText()).isNotEmpty();
                assertThat(panel.path("links").path(0).path("url").asText()).startsWith(PANEL_LINK);
                assertThat(headings).contains(
                        panel.path("links").path(0).path("url").asText().substring(PANEL_LINK.length()));
            });
        }
    }

    @Test
    void theUnitOfAPanelIsThatOfItsMetric() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Panels.Query query : Panels.queries()) {
            Optional<String> unit = Units.of(query.expr());
            if (unit.isPresent()) {
                assertThat(query.unit()).as(query.where() + ": " + query.expr()).isEqualTo(unit.get());
            } else {
                unknown.add(query.where());
            }
        }
        assertThat(unknown).as("panels whose queries do not tell their unit: buckets, and Prometheus' own alerts")
                .containsExactlyInAnyOrder("iamwatch: pipeline health and delay: Events by delay",
                        "iamwatch: overview for the SOC: Alerts about iamwatch itself");
    }

    /** So that the test above cannot be content with whatever stands there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sum(rate(iamwatch_ingest_kinesis_bytes_total[1m])) | Bps
            sum(rate(iamwatch_ingest_events_total[1m])) | cps
            sum(increase(iamwatch_ingest_gaps_total[1m])) | short
            max(iamwatch_ingest_behind_seconds) | s
            sum(iamwatch_ingest_gap_seconds_total) | s
            sum(rate(kafka_producer_transaction_abort_seconds_total[1m])) | percentunit
            sum(kafka_streams_store_disk_bytes) | bytes
            max(kafka_streams_process_ratio) | percentunit
            sum(rate(a_b_sum[1m])) / sum(rate(iamwatch_x_delay_seconds_count[1m])) | percentunit
            sum(rate(iamwatch_x_delay_seconds_sum[1m])) / sum(rate(iamwatch_x_delay_seconds_count[1m])) | s
            histogram_quantile(0.5, sum by (le) (iamwatch_detector_restore_seconds_bucket)) | s
            iamwatch_ready | short
            """)
    void aUnitFollowsFromTheNameOfTheMetricAndWhatIsDoneWithIt(String expr, String unit) {
        assertThat(Units.of(expr)).contains(unit);
    }

    @Test
    void noDashboardNamesADatasource() throws IOException {
        Set<String> uids = new TreeSet<>();
        List<String> identities = new ArrayList<>();
        for (JsonNode dashboard : Panels.dashboards()) {
            dashboard.findValues("datasource").forEach(source -> uids.add(source.path("uid").asText()));
            identities.add(dashboard.path("uid").asText());
        }
        assertThat(uids).containsExactly("${datasource}");
        assertThat(identities).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertHasItsEntryInTheRunbookATestInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        String rules = Files.readString(RULES);
        Set<String> alerts = ALERT.matcher(rules).results().map(alert -> alert.group(1)).collect(toSet());
        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(RUNBOOK_URL.matcher(rules).results().map(url -> url.group(1)).toList())
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(alert -> alert.toLowerCase(Locale.ROOT)).toList());
        assertThat(headings()).containsAll(
                alerts.stream().map(alert -> alert.toLowerCase(Locale.ROOT)).toList());
        PromtoolCases cases = PromtoolCases.read(TESTS, alerts);
        assertThat(cases.fires()).as("alerts that a case of promtool sees fire").isEqualTo(alerts);
        assertThat(cases.silent()).as("alerts that a case of promtool names and sees silent").isEqualTo(alerts);
    }

    /** So that the test above cannot be content with a name that stands somewhere. */
    @Test
    void whatACaseAwaitsIsWhatItSaysOfAnAlert() {
        PromtoolCases cases = PromtoolCases.of("""
                tests:
                  - alert_rule_test:
                      - {alertname: A, eval_time: 1m, exp_alerts: [{exp_labels: {}}]}
                      - {alertname: B, eval_time: 1m, exp_alerts: []}
                    promql_expr_test:
                      - expr: 'ALERTS{alertname=~"C|D",alertstate="firing"}'
                        exp_samples: [{labels: 'ALERTS{alertname="C",alertstate="firing"}', value: 1}]
                      - {expr: 'ALERTS{alertstate="firing"}', exp_samples: []}
                      - expr: 'ALERTS{alertname="E"}'
                        exp_samples: [{labels: 'ALERTS{alertname="E",alertstate="pending"}', value: 1}]
                """, Set.of("A", "B", "C", "D", "E", "F"));
        assertThat(cases.fires()).containsExactlyInAnyOrder("A", "C");
        assertThat(cases.silent()).containsExactlyInAnyOrder("B", "D", "E");
    }

    @Test
    void promtoolFindsNothingWrongAndEveryRuleDoesWhatItsTestSays() throws Exception {
        PrometheusProcess.assumeItIsThere(DashboardFilesTest.class);
        assertThat(PrometheusProcess.promtool("", List.of("check", "rules", RULES.toString()))).contains("SUCCESS");
        assertThat(PrometheusProcess.promtool("", List.of("check", "config", "prometheus/prometheus.yml")))
                .contains("SUCCESS");
        try (Stream<Path> tests = Files.list(TESTS)) {
            List<String> arguments = new ArrayList<>(List.of("test", "rules"));
            tests.map(Path::toString).sorted().forEach(arguments::add);
            assertThat(PrometheusProcess.promtool("", arguments)).contains("SUCCESS").doesNotContain("FAILED");
        }
    }

    /** As links name them. */
    private static Set<String> headings() throws IOException {
        return HEADING.matcher(Files.readString(RUNBOOK)).results()
                .map(heading -> RunbookPage.anchor(heading.group(1))).collect(toSet());
    }
}
