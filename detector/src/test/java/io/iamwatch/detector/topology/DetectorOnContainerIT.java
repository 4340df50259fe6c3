package io.iamwatch.detector.topology;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The detector on Apache's own Kafka image, where a Docker engine and that image are present. */
class DetectorOnContainerIT {

    private static final String IMAGE = "apache/kafka:" + org.apache.kafka.common.utils.AppInfoParser.getVersion();

    @TempDir
    private Path folder;

    @BeforeEach
    void needsAnEngineAndTheImage() {
        skipUnless(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers on this machine");
        skipUnless(imageIsPresent(), "the Docker engine does not have image " + IMAGE + "; docker pull " + IMAGE);
    }

    private static void skipUnless(boolean present, String reason) {
        if (!present) {
            System.out.println("skipped: the detector on Apache's Kafka image: " + reason);
        }
        assumeTrue(present, reason);
    }

    private static boolean imageIsPresent() {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
            return true;
        } catch (NotFoundException absent) {
            return false;
        }
    }

    @Test
    void raisesOneAlertForEachAccountOverARestart() throws Exception {
        try (KafkaContainer kafka = new KafkaContainer(IMAGE)) {
            kafka.start();
            new DetectorOnKafka(kafka.getBootstrapServers(), folder).raisesOneAlertForEachAccountOverARestart();
        }
    }
}
