package io.iamwatch.deploy.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.Route;
import io.iamwatch.alerting.notify.Secret;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.contracts.finding.Severity;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says, and what is said about a wrong one. */
class ConfigReaderTest {

    private static final String LEAST = """
            data.dir=/var/lib/iamwatch
            kinesis.streams=cloudtrail
            kinesis.region=eu-central-1
            """;
    private static final String SLACK_URL = "https://hooks.slack.example/services/T/B/x";
    private static final String SINKS = """
            sinks=slack-soc,pager
            sink.slack-soc.type=slack
            sink.slack-soc.url=https://hooks.slack.example/services/T/B/x
            sink.pager.type=pagerduty
            sink.pager.routing.key=0123456789abcdef0123456789abcdef
            """;
    private static final String CANARY_KEY = "0123456789abcdef0123456789abcdef";
    private static final String CANARY = """
            canary.accounts=9900000000003,9900000000000
            canary.key=%s
            """.formatted(CANARY_KEY);
    private static final Set<Service> ALL = EnumSet.allOf(Service.class);

    @TempDir
    private Path folder;

    @Test
    void readsTheLeastThatIsNeeded() throws IOException {
        ServiceConfig config = valid(LEAST, Map.of());
        assertThat(config.bootstrapServers()).isEmpty();
        assertThat(config.dataFolder()).isEqualTo(Path.of("/var/lib/iamwatch"));
        assertThat(config.httpAddress()).isEqualTo("127.0.0.1");
        assertThat(config.connector()).containsEntry("kinesis.streams", "cloudtrail").containsEntry("tasks.max", "2")
                .doesNotContainKey("data.dir");
        assertThat(config.detector()).containsEntry("num.stream.threads", 1)
                .containsEntry("state.dir", "/var/lib/iamwatch/state").doesNotContainKey("bootstrap.servers");
    }

    @Test
    void environmentVariablesGoBeforeTheFile() throws IOException {
        ServiceConfig config = valid(LEAST + "http.port=1\n", Map.of("IAMWATCH_HTTP_PORT", "2",
                "IAMWATCH_KINESIS_STREAMS", "other", "IAMWATCH_KAFKA_SECURITY_PROTOCOL", "SSL",
                "IAMWATCH_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"));
        assertThat(config.httpPort()).isEqualTo(2);
        assertThat(config.connector()).containsEntry("kinesis.streams", "other");
        assertThat(config.kafka()).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void groupsAreNamedForAllBySeverityAndByRule() throws IOException {
        assertThat(valid(LEAST, Map.of()).assigneeGroups()).isEqualTo(AssigneeGroups.DEFAULT);
        assertThat(
                valid(LEAST + "alerting.assignee.groups=desk,critical=on call,audit-trail-tampering=cloud\n", Map.of())
                        .assigneeGroups())
                .isEqualTo(new AssigneeGroups("desk", Map.of(Severity.CRITICAL, "on call"),
                        Map.of("audit-trail-tampering", "cloud")));
    }

    @Test
    void whatIsKafkasGoesToItsClients() throws IOException {
        ServiceConfig config = valid(LEAST + "bootstrap.servers=a:1,b:2\nkafka.sasl.mechanism=SCRAM-SHA-512\n"
                + "connect.worker.ssl.client.auth=required\nalerting.standby.replicas=1\n", Map.of());
        assertThat(config.alerting()).containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("bootstrap.servers", "a:1,b:2").containsEntry("num.standby.replicas", 1);
        assertThat(config.connectWorker()).containsExactly(Map.entry("ssl.client.auth", "required"));
    }

    @Test
    void secretsStandElsewhere() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "token=0123456789abcdef\n");
        ServiceConfig config = valid(LEAST + "http.token=${file:" + secrets + ":token}\n", Map.of());
        assertThat(config.httpToken()).hasValueSatisfying(token -> {
            assertThat(token.value()).isEqualTo("0123456789abcdef");
            assertThat(token).hasToString("[hidden]");
        });
    }

    @Test
    void whatASecretStandsForIsNeverQuoted() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "a=hunter2\n");
        String reference = "${file:" + secrets + ":a}";
        List<Problem> problems = problems(LEAST + "http.token=" + reference + "\nhttp.port=" + reference
                + "\nkinesis.region=" + reference + "\n", Map.of());
        assertThat(problems).extracting(Problem::key).contains("http.port", "http.token", "kinesis.region");
        assertThat(problems).extracting(Problem::message).noneMatch(message -> message.contains("hunter2"));
        assertThat(problems(LEAST + "http.token=hunter2", Map.of())).singleElement()
                .extracting(Problem::message).asString().contains("[hidden]", "16 or more").doesNotContain("hunter2");
    }

    @Test
    void aSecretThatIsNowhereIsToldByItsReference() throws IOException {
        assertThat(problems(LEAST + "kafka.ssl.keystore.password=${file:/nowhere:a}\n", Map.of()))
                .containsExactly(new Problem("kafka.ssl.keystore.password",
                        "refers to ${file:/nowhere:a}, where nothing can be read"));
    }

    @Test
    void theCanaryIsOffUntilItHasAccounts() throws IOException {
        assertThat(valid(LEAST, Map.of()).canary()).isEmpty();
        ServiceConfig config = valid(LEAST + CANARY + "canary.stream=cloudtrail\n", Map.of());
        assertThat(config.canary()).hasValueSatisfying(canary -> {
            assertThat(canary.accounts()).containsExactly("9900000000003", "9900000000000");
            assertThat(canary.interval()).hasSeconds(60);
            assertThat(canary.target().orElseThrow().stream().name()).isEqualTo("cloudtrail");
            assertThat(canary.target().orElseThrow().endpoint().region()).isEqualTo("eu-central-1");
            assertThat(canary.mark().isReserved("9900000000000")).isTrue();
            assertThat(canary.toString()).doesNotContain(CANARY_KEY);
        });
        assertThat(valid(LEAST + CANARY, Map.of()).canary().orElseThrow().target()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            canary.accounts=111122223333   | canary.accounts | different ids of 13 to 20 digits: those of AWS have 12
            canary.accounts=9900000000003,9900000000003 | canary.accounts | different ids of 13 to 20 digits
            canary.key=                    | canary.key      | 32 or more visible characters
            canary.key=too-short           | canary.key      | 32 or more visible characters
            canary.interval.ms=100         | canary.interval.ms | Value must be at least 5000
            canary.stream=no name          | canary.stream   | NAME or NAME@REGION of a stream
            canary.stream=other            | canary.stream   | other is none of kinesis.streams: nobody would read it
            """)
    void whatIsWrongWithACanaryIsNamed(String line, String key, String message) throws IOException {
        String canary = CANARY.replaceAll("(?m)^" + key.replace(".", "\\.") + "=.*\n", "");
        assertThat(problems(LEAST + canary + line.strip() + "\n", Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).contains(message).doesNotContain("too-short");
        });
    }

    @Test
    void aCanaryNeedsAllOfItsParts() throws IOException {
        assertThat(problems(LEAST + "canary.accounts=9900000000003\n", Map.of()))
                .containsExactly(new Problem("canary.key", "must be set: canary.accounts needs it"));
        assertThat(problems(LEAST + "canary.stream=cloudtrail\ncanary.key=" + CANARY_KEY + "\n", Map.of()))
                .extracting(Problem::key).containsExactly("canary.key", "canary.stream");
    }

    @Test
    void everythingWrongIsTold() throws IOException {
        List<Problem> problems = problems("kinesis.streams=a b\nhttp.prt=1\nhttp.port=ninety\nhttp.port=1\n",
                Map.of("IAMWATCH_HTTP_PROT", "1"));
        assertThat(problems).extracting(Problem::key).contains("IAMWATCH_HTTP_PROT", "data.dir", "http.port",
                "http.prt", "kinesis.region", "kinesis.streams");
    }

    @Test
    void whatOtherServicesNeedMayBeMissing() throws IOException {
        try (var text = new StringReader("data.dir=/d\nbootstrap.servers=a:1\n")) {
            assertThat(ConfigReader.read(text, Map.of(), Set.of(Service.DETECTOR))).isInstanceOf(Reading.Valid.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "http.port            | 70000              | 65535",
            "http.address         | localhost          | an IP address by number",
            "http.address         | 0.0.0.0            | set http.token, or http.ssl.keystore.location and",
            "http.address         | 256.0.0.1          | an IP address by number",
            "http.address         | ::                 | set http.token, or http.ssl.keystore.location",
            "http.ssl.keystore.type | JKS              | PKCS12, PEM",
            "console.address      | 10.0.0.1           | set console.token, or console.proxy.user.header and",
            "console.address      | localhost          | an IP address by number",
            "console.port         | -2                 | at least -1",
            "console.token        | short              | 16 or more",
            "console.proxy.addresses | 10.0.0.1        | needs console.proxy.user.header too",
            "console.proxy.addresses | proxy.example   | IP addresses by number",
            "console.proxy.user.header | X-User        | needs console.proxy.addresses too",
            "console.proxy.user.header | 'X User'      | the name of a header",
            "connect.listener     | http://0.0.0.0:1   | can be reached by other machines",
            "connect.listener     | https://10.0.0.1:1 | can be reached by other machines",
            "connect.listener     | 127.0.0.1:1        | http://ADDRESS:PORT",
            "connect.worker.listeners | http://0.0.0.0:1 | cannot be set here",
            "kafka.bootstrap.servers  | other:1          | cannot be set here",
            "detector.threads     | 0                  | at least 1",
            "kinesis.start.position | NEWEST           | TRIM_HORIZON",
            "kinesis.stream       | a                  | kinesis.streams"})
    void saysWhatIsAllowed(String key, String value, String allowed) throws IOException {
        assertThat(problems(LEAST + key + "=" + value + "\n", Map.of())).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).contains(allowed);
        });
    }

    @Test
    void beyondLoopbackCallersAreAskedWhoTheyAre() throws IOException {
        assertThat(valid(LEAST + "http.address=0.0.0.0\nhttp.token=0123456789abcdef\n", Map.of()).httpToken())
                .isPresent();
        assertThat(valid(LEAST + "connect.listener=https://10.0.0.1:8083\n"
                + "connect.worker.ssl.client.auth=required\n", Map.of()).connectListener()).hasPort(8083);
    }

    @Test
    void sinksAreReadWithTheirKeys() throws IOException {
        List<SinkSettings> sinks = valid(LEAST + SINKS + "sink.pager.accounts=111111111111\n"
                + "sink.pager.retry.for.ms=1000\n", Map.of("IAMWATCH_SINK_SLACK_SOC_SEVERITY_MIN", "high")).sinks();
        assertThat(sinks).extracting(SinkSettings::name).containsExactly("slack-soc", "pager");
        assertThat(sinks.getFirst().route()).isEqualTo(new Route(Severity.HIGH, Set.of(), Set.of()));
        assertThat(sinks.getFirst().destination()).isEqualTo(new Destination.Slack(new Secret(SLACK_URL)));
        assertThat(sinks.getLast().route().accounts()).containsExactly("111111111111");
        assertThat(sinks.getLast().retries().patience()).hasSeconds(1);
        assertThat(sinks.getLast().destination()).isInstanceOf(Destination.PagerDuty.class);
        assertThat(sinks.toString()).doesNotContain("hooks.slack", "0123456789abcdef");
        assertThat(valid(LEAST, Map.of("IAMWATCH_SINKS", "a", "IAMWATCH_SINK_A_TYPE", "sns",
                "IAMWATCH_SINK_A_TOPIC_ARN", "arn:aws-cn:sns:cn-north-1:111111111111:soc.fifo")).sinks()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "sinks=soc,soc                       | sinks                    | different names",
            "sinks=So_c                          | sinks                    | different names of the pattern",
            "sink.sac.url=https://a/             | sink.sac.url             | a sink that sinks names",
            "sink.slack-soc.uri=https://a/       | sink.slack-soc.uri       | sink.NAME.url",
            "sink.pager.type=mail                | sink.pager.type          | slack, pagerduty, webhook, sns",
            "sink.pager.routing.key=hunter2      | sink.pager.routing.key   | the 32 letters and digits",
            "sink.pager.secrets=whsec_aGFsbG8=   | sink.pager.secrets       | 24 to 64 bytes",
            "sink.pager.topic.arn=arn:aws:sns:eu-west-1:111111111111:a | sink.pager.topic.arn | is for sinks of type sns",
            "sink.slack-soc.url=http://soc.example/hunter2 | sink.slack-soc.url | http:// to an address of this machine",
            "sink.slack-soc.url=https://u:hunter2@soc.example/ | sink.slack-soc.url | no credentials in it",
            "sink.slack-soc.severity.min=loud    | sink.slack-soc.severity.min | critical",
            "sink.slack-soc.accounts=*           | sink.slack-soc.accounts  | digits only",
            "sink.slack-soc.timeout.ms=1         | sink.slack-soc.timeout.ms | at least 100"})
    void whatIsWrongWithASinkIsToldWithoutItsSecrets(String line, String key, String said) throws IOException {
        String name = line.substring(0, line.indexOf('='));
        String others = SINKS.lines().filter(other -> !other.startsWith(name + "=")).collect(joining("\n"));
        assertThat(problems(LEAST + others + "\n" + line + "\n", Map.of())).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).contains(said);
        }).extracting(Problem::message).noneMatch(message -> message.contains("hunter2"));
    }

    @Test
    void whatASinkNeedsIsTold() throws IOException {
        assertThat(problems(LEAST + "sinks=a,b,c\nsink.a.type=webhook\nsink.b.type=sns\n", Map.of()))
                .extracting(Problem::key).contains("sink.a.url", "sink.a.secrets", "sink.b.topic.arn", "sink.c.type");
    }

    private static ServiceConfig valid(String text, Map<String, String> environment) throws IOException {
        try (var reader = new StringReader(text)) {
            return assertThat(ConfigReader.read(reader, environment, ALL))
                    .asInstanceOf(type(Reading.Valid.class)).actual().config();
        }
    }

    private static List<Problem> problems(String text, Map<String, String> environment) throws IOException {
        try (var reader = new StringReader(text)) {
            return assertThat(ConfigReader.read(reader, environment, ALL))
                    .asInstanceOf(type(Reading.Invalid.class)).actual().problems();
        }
    }
}
