package io.iamwatch.detector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the table anew when it is given documents, else does nothing:
 *
 * <pre>
 * mvn -pl contracts,detector test -Dtest=AwsManagedPolicyTableTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dpolicy.documents=/path/to/aws-managed-policies.jsonl -Dpolicy.date=2026-08
 * </pre>
 */
@EnabledIfSystemProperty(named = "policy.documents", matches = ".+")
class AwsManagedPolicyTableTest {

    private static final Path TABLE = Path
            .of("src/main/resources/io/iamwatch/detector/policy/aws-managed-policies.tsv");

    @Test
    void writesTheTableAndKeepsWhatBearsOnGrades() throws IOException {
        List<AwsManagedPolicyTable.Source> sources = AwsManagedPolicyTable
                .read(Files.readString(Path.of(System.getProperty("policy.documents"))));
        assertThat(sources).allSatisfy(
                source -> AwsManagedPoliciesTest.assertThatSameGrades(source.pruned(), source.document()));
        Files.writeString(TABLE, AwsManagedPolicyTable.table(sources, System.getProperty("policy.date")));
    }
}
