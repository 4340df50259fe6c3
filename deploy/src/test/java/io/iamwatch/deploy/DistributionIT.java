package io.iamwatch.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is released runs where there is Java, and neither Maven nor Node. */
class DistributionIT {

    @TempDir
    private Path folder;
    private Path release;

    private record Run(int exitCode, String out) {
    }

    @BeforeEach
    void unpack() throws Exception {
        assertThat(run(List.of("tar", "xzf", System.getProperty("iamwatch.distribution")), "/usr/bin:/bin").exitCode())
                .isZero();
        try (Stream<Path> folders = Files.list(folder)) {
            release = folders.findFirst().orElseThrow();
        }
    }

    @Test
    void saysWhatItIs() throws Exception {
        Run run = iamwatch("--version");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).matches("(?s)iamwatch [0-9.]+(-SNAPSHOT)?, commit [0-9a-f]{7,}.*Kafka 4.*default rules "
                + "[0-9a-f]{12}\\s*");
    }

    @Test
    void checksAConfigurationAndTheMachine() throws Exception {
        Path config = Files.writeString(folder.resolve("iamwatch.properties"), "data.dir=" + folder.resolve("data")
                + "\nkinesis.streams=s\nkinesis.region=eu-central-1\n");
        assertThat(iamwatch("config", "check", config.toString()).out()).contains(": valid");
        assertThat(iamwatch("doctor").exitCode()).isZero();
    }

    @Test
    void bringsItsBillOfMaterialsAndTheLicencesOfWhatItShips() throws IOException {
        assertThat(release.resolve("LICENSE")).exists();
        assertThat(release.resolve("THIRD-PARTY.txt")).content().contains("kafka-clients", "Apache");
        assertThat(release.resolve("bom.json")).content().contains("CycloneDX", "rocksdbjni");
        assertThat(release.resolve("connect/iamwatch-kinesis-connector.zip")).exists();
        assertThat(release.resolve("deploy/systemd/iamwatch.service")).exists();
    }

    private Run iamwatch(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(release.resolve("iamwatch").toString()));
        command.addAll(List.of(words));
        return run(command, Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
    }

    private Run run(List<String> command, String path) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), out);
    }
}
