package io.iamwatch.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document in the repository says what the definitions say. */
class ConfigReferenceTest {

    private static final Path DOCUMENT = Path.of("CONFIGURATION.md");

    /** With {@code -Dconfiguration.write} it writes the document instead of comparing it. */
    @Test
    void theDocumentIsTheDefinition() throws IOException {
        if (System.getProperty("configuration.write") != null) {
            Files.writeString(DOCUMENT, ConfigReference.markdown());
        }
        assertThat(DOCUMENT).as("out of date: mvn -pl contracts,ingest,detector,alerting,deploy test "
                + "-Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write")
                .hasContent(ConfigReference.markdown());
    }

    @Test
    void everyKeyIsInIt() {
        assertThat(Keys.names()).allSatisfy(key -> assertThat(ConfigReference.markdown()).contains("## `" + key + "`"));
    }
}
