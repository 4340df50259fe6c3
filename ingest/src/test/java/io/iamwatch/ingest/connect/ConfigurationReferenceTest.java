package io.iamwatch.ingest.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document in the repository says what the connector's definition says. */
class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("CONFIGURATION.md");

    /** With {@code -Dconfiguration.write} it writes the document instead of comparing it. */
    @Test
    void theDocumentIsTheDefinition() throws IOException {
        if (System.getProperty("configuration.write") != null) {
            Files.writeString(DOCUMENT, ConfigurationReference.markdown());
        }
        assertThat(DOCUMENT).as("out of date: mvn -pl contracts,ingest test -Dtest=ConfigurationReferenceTest "
                + "-Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write")
                .hasContent(ConfigurationReference.markdown());
    }

    @Test
    void everyKeyForPeopleIsInItAndNoOther() {
        assertThat(ConfigurationReference.markdown()).contains("## `kinesis.streams`", "## `activity.enabled`",
                "none, must be set").doesNotContain(KinesisSourceConfig.TASK_SHARDS);
        KinesisSourceConfig.definition().configKeys().values().stream().filter(key -> !key.internalConfig)
                .forEach(key -> assertThat(ConfigurationReference.markdown()).contains(key.documentation));
    }
}
