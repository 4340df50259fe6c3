package io.iamwatch.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.deploy.config.ConfigReader;
import io.iamwatch.deploy.config.Reading;
import io.iamwatch.deploy.config.Service;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compose file and the Dockerfiles promise; no engine is needed for it. */
class ComposeFilesTest {

    private static final Map<String, Service> SERVICES = Map.of("ingest", Service.INGEST, "detect", Service.DETECTOR,
            "alert", Service.ALERTING);
    private static final Pattern PINNED = Pattern.compile("[a-z/-]+:[^:]*[0-9]+\\.[0-9]+[^:]*");
    private static final Pattern FROM = Pattern.compile("^FROM (\\S+)", Pattern.MULTILINE);
    private static final Pattern BASE = Pattern.compile("^ARG \\w+_IMAGE=(.*)$", Pattern.MULTILINE);
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");

    private final ComposeFile compose = ComposeFile.read();

    ComposeFilesTest() throws IOException {
    }

    @Test
    void nothingIsReachedFromOtherMachinesAndNothingMayMoreThanItNeeds() {
        assertThat(compose.all()).allSatisfy(service -> {
            assertThat(service.list("ports")).as(service.name()).allMatch(port -> port.startsWith("127.0.0.1:"));
            assertThat(service.node().keySet().stream().map(String::valueOf)).as(service.name())
                    .doesNotContain("privileged", "cap_add", "devices", "pid", "ipc", "userns_mode");
            assertThat(service.text("network_mode")).as(service.name()).isIn("none", "null");
            assertThat(service.list("cap_drop")).as(service.name()).containsExactly("ALL");
            assertThat(service.list("security_opt")).as(service.name()).containsExactly("no-new-privileges:true");
            assertThat(service.list("volumes")).as(service.name()).noneMatch(volume -> volume.contains("docker.sock"));
            assertThat(service.text("mem_limit")).as(service.name()).isNotEqualTo("null");
        });
    }

    /** Apache's image writes its configuration into itself when it starts, as a user of its own. */
    @Test
    void allButKafkaRunWithoutAWritableRootAndUnderAUserByNumber() {
        assertThat(compose.all().filter(service -> !service.name().equals("kafka"))).allSatisfy(service -> {
            assertThat(service.text("read_only")).as(service.name()).isEqualTo("true");
            assertThat(service.text("user")).as(service.name()).matches("[1-9][0-9]*:[0-9]+");
        });
    }

    @Test
    void whatGoesOnTellsWhetherItIsWell() {
        assertThat(compose.all().filter(service -> !service.ends() && !service.runs("traffic")))
                .hasSizeGreaterThan(8)
                .allSatisfy(service -> assertThat(service.map("healthcheck")).as(service.name()).containsKeys("test",
                        "interval", "timeout", "start_period", "retries"));
    }

    @Test
    void everyImageIsPinnedOrBuiltHere() throws IOException {
        Set<String> built = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        compose.all().forEach(service -> (service.map("build").isEmpty() ? named : built).add(service.text("image")));
        named.removeAll(built);
        assertThat(built).containsExactly("iamwatch", "iamwatch-kinesis-emulator");
        assertThat(named).hasSize(3).allMatch(image -> PINNED.matcher(image).matches());
        assertThat(named).contains("apache/kafka:" + AppInfoParser.getVersion());
        for (String file : List.of("deploy/image/Dockerfile", "deploy/kinesis-emulator/Dockerfile")) {
            String text = Files.readString(ComposeFile.TOP.resolve(file));
            assertThat(FROM.matcher(text).results().map(from -> from.group(1))).as(file).isNotEmpty()
                    .allMatch(image -> image.matches("\\$\\{\\w+_IMAGE}"));
            assertThat(BASE.matcher(text).results().map(base -> base.group(1))).as(file).isNotEmpty()
                    .allMatch(image -> PINNED.matcher(image).matches());
            assertThat(text).as(file).contains("\nUSER 10001:10001\n");
        }
    }

    @Test
    void theImageIsBuiltOfTheSourcesOfEveryModule() throws IOException {
        List<String> taken = Files.readAllLines(ComposeFile.TOP.resolve(".dockerignore"));
        assertThat(taken).contains("*");
        assertThat(MODULE.matcher(Files.readString(ComposeFile.TOP.resolve("pom.xml"))).results()
                .map(module -> module.group(1))).hasSizeGreaterThan(4).allSatisfy(module -> assertThat(taken)
                        .contains("!" + module + "/pom.xml", "!" + module + "/src/main"));
    }

    @Test
    void everyVolumeIsDeclaredAndStateIsOfOneServiceEach() {
        List<String> mounted = new ArrayList<>();
        List<String> states = new ArrayList<>();
        compose.all().forEach(service -> service.list("volumes").stream().filter(volume -> !volume.startsWith("."))
                .forEach(volume -> {
                    mounted.add(volume.substring(0, volume.indexOf(':')));
                    if (!service.ends() && volume.endsWith("-data:/var/lib/iamwatch")) {
                        states.add(volume);
                    }
                }));
        assertThat(new TreeSet<>(mounted)).containsExactlyInAnyOrderElementsOf(compose.volumes());
        assertThat(states).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void whatIsMountedFromTheRepositoryIsThereAndCannotBeWritten() {
        List<String> binds = compose.all().flatMap(service -> service.list("volumes").stream())
                .filter(volume -> volume.startsWith(".")).distinct().toList();
        assertThat(binds).hasSizeGreaterThan(4).allSatisfy(bind -> {
            assertThat(bind).endsWith(":ro");
            assertThat(ComposeFile.TOP.resolve(bind.substring(0, bind.indexOf(':')))).exists();
        });
    }

    @Test
    void theScaleProfileHasThreeDetectorsAndTwoOfEachOtherService() {
        SERVICES.keySet().forEach(command -> {
            assertThat(compose.running(command, "")).containsExactly(command);
            assertThat(compose.running(command, "scale")).as(command).hasSize(command.equals("detect") ? 2 : 1);
        });
        assertThat(compose.running("traffic", "traffic")).hasSize(1);
    }

    @Test
    void prometheusAsksEveryService() throws IOException {
        Map<?, ?> job = (Map<?, ?>) ((List<?>) ComposeFile
                .yaml(Files.readString(ComposeFile.TOP.resolve("deploy/compose/prometheus.yml")))
                .get("scrape_configs")).getFirst();
        assertThat(job.get("job_name")).isEqualTo("iamwatch");
        assertThat(items(job, "static_configs", "targets")).containsExactlyInAnyOrderElementsOf(
                SERVICES.keySet().stream().flatMap(command -> compose.running(command, "").stream())
                        .map(name -> name + ":9464").toList());
        assertThat(items(job, "dns_sd_configs", "names")).containsExactlyInAnyOrderElementsOf(
                SERVICES.keySet().stream().flatMap(command -> compose.running(command, "scale").stream()).toList());
    }

    @Test
    void theConfigurationOfEveryServiceIsValid(@TempDir Path secrets) throws IOException {
        for (String secret : List.of("metrics/token", "console/token", "canary/key", "connect/password")) {
            Files.createDirectories(secrets.resolve(secret).getParent());
            Files.writeString(secrets.resolve(secret), "0123456789abcdef".repeat(3));
        }
        String file = Files.readString(ComposeFile.TOP.resolve("deploy/compose/iamwatch.properties"));
        List<ComposeFile.Service> ours = compose.all().filter(service -> SERVICES.keySet().stream()
                .anyMatch(service::runs)).toList();
        assertThat(ours).hasSize(7);
        for (ComposeFile.Service service : ours) {
            Map<String, String> environment = new TreeMap<>(service.map("environment"));
            environment.replaceAll((name, value) -> value.replace("$$", "$").replace("/secrets", secrets.toString()));
            assertThat(ConfigReader.read(new StringReader(file), environment,
                    Set.of(SERVICES.get(service.list("command").getFirst())))).as(service.name())
                    .isInstanceOf(Reading.Valid.class);
        }
    }

    @Test
    void theCanaryHasAnAccountForEachPartitionAndIsKnownToWhoMustKnowIt() throws IOException {
        Properties variables = ComposeFile.variables();
        List<String> accounts = List.of(variables.getProperty("CANARY_ACCOUNTS").split(","));
        assertThat(accounts).isEqualTo(CanaryAccounts.of(Integer.parseInt(variables.getProperty("TOPICS_PARTITIONS"))));
        assertThat(compose.all().filter(service -> service.runs("detect") || service.runs("alert"))).hasSize(5)
                .allSatisfy(service -> {
                    assertThat(service.map("environment")).as(service.name())
                            .containsEntry("IAMWATCH_CANARY_ACCOUNTS", String.join(",", accounts))
                            .containsEntry("IAMWATCH_CANARY_KEY", "$${dir:/secrets/canary:key}");
                    assertThat(service.list("volumes")).as(service.name())
                            .contains("canary-secret:/secrets/canary:ro");
                });
        assertThat(compose.all().filter(service -> service.runs("alert"))).hasSize(2)
                .allSatisfy(service -> assertThat(service.map("environment")).as(service.name())
                        .containsEntry("IAMWATCH_CANARY_STREAM", variables.getProperty("KINESIS_STREAM"))
                        .containsEntry("IAMWATCH_KINESIS_STREAMS", variables.getProperty("KINESIS_STREAM")));
        assertThat(Files.readString(ComposeFile.TOP.resolve("deploy/image/make-secrets")))
                .contains("\nsecret /secrets/canary/key\n");
    }

    /** Each secret is made where the image has a folder for it, in a volume that others only read. */
    @Test
    void everySecretIsInAVolumeOfItsOwn() throws IOException {
        List<String> made = compose.services().get("secrets").list("volumes");
        String dockerfile = Files.readString(ComposeFile.TOP.resolve("deploy/image/Dockerfile"));
        assertThat(made).hasSize(5).doesNotHaveDuplicates().allMatch(volume -> dockerfile
                .contains(" " + volume.substring(volume.indexOf(':') + 1) + " "));
        assertThat(compose.all().filter(service -> !service.name().equals("secrets"))
                .flatMap(service -> service.list("volumes").stream()).filter(volume -> volume.contains("-secret:")))
                .isNotEmpty().allMatch(volume -> volume.endsWith(":ro")
                        && made.contains(volume.substring(0, volume.length() - ":ro".length())));
    }

    @Test
    void whatIsLeftToTheReaderIsExplainedAndHoldsNoSecret() throws IOException {
        assertThat(Files.readString(ComposeFile.TOP.resolve("docker-compose.yml"))).doesNotContain(":-");
        assertThat(compose.all().flatMap(service -> Stream.of(service.node().toString())))
                .noneMatch(text -> text.contains("UNKNOWN-"));
        assertThat(ComposeFile.variables().stringPropertyNames()).isNotEmpty()
                .noneMatch(name -> name.matches(".*(TOKEN|PASSWORD|SECRET).*"));
    }

    private static List<String> items(Map<?, ?> job, String configs, String items) {
        return ((List<?>) job.get(configs)).stream()
                .flatMap(config -> ((List<?>) ((Map<?, ?>) config).get(items)).stream()).map(String::valueOf).toList();
    }
}
