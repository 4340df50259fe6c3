package io.iamwatch.deploy.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanFilesTest {

    private static final String S3 = "AWSLogs/%1$s/CloudTrail/%2$s/2024/05/01/%1$s_CloudTrail_%2$s_%3$s_%4$s.json.gz";

    @TempDir
    private Path folder;

    private final Complaints complaints = new Complaints();

    @Test
    void deliveryTimesDecideAcrossFolders() throws IOException {
        Path one = file("bucket1", S3.formatted("111122223333", "us-east-1", "20240501T1210Z", "a"));
        Path two = file("bucket1", S3.formatted("111122223333", "eu-west-1", "20240501T1200Z", "z"));
        Path three = file("bucket2", S3.formatted("111122223333", "us-east-1", "20240501T1205Z", "b"));
        Path four = file("bucket2", S3.formatted("444455556666", "us-east-1", "20240501T1205Z", "a"));
        assertThat(found("bucket1", "bucket2")).containsExactly(two, three, four, one);
        assertThat(found("bucket2", "bucket1")).containsExactly(two, three, four, one);
    }

    @Test
    void othersComeAsGivenAndThoseOfAFolderByName() throws IOException {
        Path b = file("given", "b.json");
        Path a = file("given", "a/z.json");
        Path last = file(".", "0.json");
        Path late = file("given", "x_CloudTrail_us-east-1_20240501T1300Z_1.json");
        Path early = file(".", "x_CloudTrail_us-east-1_20240501T1200Z_1.json.gz");
        assertThat(found("given", last.getFileName().toString(), early.getFileName().toString())).containsExactly(a, b,
                early, last, late);
    }

    @Test
    void digestsAndInsightsAreLeftOut() throws IOException {
        Path records = file("b", S3.formatted("111122223333", "us-east-1", "20240501T1210Z", "a"));
        file("b",
                "AWSLogs/1/CloudTrail-Digest/1_CloudTrail-Digest_us-east-1_t_us-east-1_20240501T120000Z.json.gz");
        file("b", "AWSLogs/1/CloudTrail-Insight/1_CloudTrail-Insight_us-east-1_20240501T1205Z_x.json.gz");
        assertThat(found("b")).containsExactly(records);
        assertThat(ScanFiles.of(List.of(folder.resolve("b").toString()), complaints).skipped()).isEqualTo(2);
    }

    @Test
    void aFolderThatHoldsItselfIsRead() throws IOException {
        Path file = file("f", "a.json");
        Files.createSymbolicLink(folder.resolve("f/loop"), folder.resolve("f"));
        Files.createSymbolicLink(folder.resolve("f/nowhere"), folder.resolve("missing"));
        assertThat(found("f")).containsExactly(file);
        assertThat(complaints.unreadable()).isPositive();
    }

    @Test
    void standardInputHasItsPlace() throws IOException {
        Path file = file(".", "a.json");
        assertThat(ScanFiles.of(List.of("-", file.toString()), complaints).files()).extracting(ScanFile::name)
                .containsExactly("-", file.toString());
    }

    @Test
    void namesTellTheTimeOfDelivery() {
        assertThat(FileName.deliveryTime(Path.of("1_CloudTrail_us-east-1_20240501T1205Z_AbC.json.gz")))
                .isEqualTo("20240501T1205");
        assertThat(FileName.deliveryTime(Path.of("1_CloudTrail_us-east-1_20240501T1205Z.json")))
                .isEqualTo("20240501T1205");
        assertThat(FileName.deliveryTime(Path.of("20240501.json"))).isNull();
        assertThat(FileName.deliveryTime(Path.of("/"))).isNull();
    }

    private List<Path> found(String... paths) {
        return ScanFiles
                .of(Arrays.stream(paths).map(path -> folder.resolve(path).toString()).toList(), complaints).files()
                .stream().map(ScanFile::path).toList();
    }

    private Path file(String root, String name) throws IOException {
        Path file = folder.resolve(root).resolve(name).normalize();
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "{}");
    }
}
