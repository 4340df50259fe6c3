package io.iamwatch.deploy.scan;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.rules.Rules;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every record of all sets of real ones is judged without an exception, and they give the alerts that they should.
 * What is rejected has lost its eventTime or its account, or is another log line in an envelope.
 */
class RealRecordsTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            contracts | cloudtrail/traildiscover.jsonl             | 314 | 0   \
            | denied-iam-attempts/medium=1, identity-center-grant/medium=2
            contracts | cloudtrail/splunk-security-content.jsonl   | 46  | 0   | audit-trail-tampering/high=2, \
            audit-trail-tampering/low=5, audit-trail-tampering/medium=1, credential-for-other-user/low=2
            contracts | cloudtrail/cloud-custodian.jsonl           | 24  | 1   | ''
            contracts | cloudtrail/sneller.jsonl                   | 733 | 0   | unresolved-grant/low=1
            ingest    | cloudtrail/stratus-red-team.jsonl          | 310 | 0   | audit-trail-tampering/high=2, \
            audit-trail-tampering/medium=1, credential-for-other-user/low=3, new-admin-user/critical=1
            ingest    | cloudtrail/grycap-cloudtrail-tracker.jsonl | 142 | 3   | ''
            ingest    | cloudtrail/otrf-security-datasets.jsonl    | 0   | 103 | ''
            ingest    | cloudtrail/plaso.jsonl                     | 6   | 0   | ''
            ingest    | cloudtrail/trailscraper.jsonl              | 3   | 0   | ''
            ingest    | envelopes/eventbridge                      | 10  | 0   | ''
            ingest    | envelopes/cloudwatch-logs                  | 8   | 27  | ''
            """)
    void areJudged(String module, String path, int records, int rejected, String expected) {
        Complaints complaints = new Complaints();
        Scanned scanned = new FileScan(Rules.DEFAULT, List.of(), complaints, Instant.parse("2038-01-01T00:00:00Z"),
                (bytes, of) -> {}).run(List.of(Path.of("..", module, "src/test/resources", path).toString()),
                        InputStream.nullInputStream());
        List<String> named = new ArrayList<>();
        complaints.tell(named::add);
        assertThat(named).noneMatch(line -> line.contains("a rule failed"));
        assertThat(scanned.records()).isEqualTo(records);
        assertThat(complaints.rejected()).as("%s", named).isEqualTo(rejected);
        TreeMap<String, Long> alerts = scanned.alerts().inOrder().stream().map(StandingAlerts.Standing::json)
                .collect(groupingBy(RealRecordsTest::ruleAndSeverity, TreeMap::new, counting()));
        assertThat(alerts).hasToString("{" + expected + "}");
    }

    private static String ruleAndSeverity(byte[] json) {
        DetectionFinding alert = JsonSerde.alerts().deserializer().deserialize(Topics.ALERTS.name(), json);
        return alert.findingInfo().analytic().uid() + "/" + alert.severityId().name().toLowerCase(Locale.ROOT);
    }
}
