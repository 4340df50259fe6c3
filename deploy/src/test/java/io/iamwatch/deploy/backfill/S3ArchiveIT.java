package io.iamwatch.deploy.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** An archive in S3, of more than one page. */
@Timeout(240)
class S3ArchiveIT {

    /** S3 lists 1000 at a time. */
    private static final int FILES = 1005;
    private static final String PREFIX = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/01/";

    @TempDir
    private Path folder;

    @Test
    void everyPageIsReadAndACopyOfItAddsNothing() throws Exception {
        try (S3Emulator s3 = S3Emulator.start(folder);
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            broker.createTopics(3);
            Path copy = Files.createDirectories(folder.resolve("copy"));
            for (int i = 0; i < FILES; i++) {
                String name = "111122223333_CloudTrail_us-east-1_20260501T1205Z_ABCDEFGHIJKL" + (1000 + i)
                        + ".json.gz";
                byte[] content = BackfillIT.gzip(BackfillIT.records(Integer.toString(i), 1, ""));
                s3.client().putObject(request -> request.bucket("trail").key(PREFIX + name),
                        RequestBody.fromBytes(content));
                Files.write(copy.resolve(name), content);
            }
            Tally tally = run(broker, S3Archive.of(s3.client(), "s3://trail/AWSLogs/"));
            assertThat(tally.complaints()).isEmpty();
            assertThat(tally.files()).isEqualTo(FILES);
            assertThat(tally.rejected()).isZero();
            assertThat(BackfillIT.ids(BackfillIT.read(broker.bootstrapServers(), Topics.HISTORY))).hasSize(FILES)
                    .doesNotHaveDuplicates();
            assertThat(run(broker, new FolderArchive(copy)).already()).isEqualTo(FILES);
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() throws Exception {
        try (S3Emulator s3 = S3Emulator.start(folder)) {
            List<String> said = new ArrayList<>();
            S3Archive.of(s3.client(), "s3://other/AWSLogs/").list(new Archive.Sink() {
                @Override
                public void file(ArchiveFile file) {
                    said.add(file.place());
                }

                @Override
                public void unreadable(String place, String reason) {
                    said.add(place + ": " + reason);
                }
            });
            assertThat(said).singleElement().asString()
                    .startsWith("s3://other/AWSLogs/: cannot be listed: NoSuchBucket");
        }
    }

    private static Tally run(EmbeddedBroker broker, Archive archive) throws InterruptedException {
        Backfill backfill = new Backfill(broker.bootstrapServers(), new Properties(), Selection.ALL, 4,
                InstantSource.system());
        backfill.run(List.of(archive));
        return backfill.tally();
    }
}
