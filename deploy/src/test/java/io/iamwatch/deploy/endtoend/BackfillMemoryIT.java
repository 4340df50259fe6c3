package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A backfill takes no more memory for a long archive than for a short one: {@code -Diamwatch.backfill.gigabytes} of
 * JSON, 10 unless told otherwise. On the disk stands one file of them under many names, and the topic keeps its end
 * only.
 */
@Tag("guarantees")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class BackfillMemoryIT {

    private static final long GIGABYTES = Long.getLong("iamwatch.backfill.gigabytes", 10);
    private static final int RECORDS_OF_EACH = 50_000;
    /** All of it is resident from the start: a heap that fills for the first time would look like growth. */
    private static final int HEAP_MEGABYTES = 128;
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(500);
    /** What code, compiled ever better, and the C library still may take, which gives nothing back. */
    private static final long SLACK_MEGABYTES = 24;

    @Test
    void memoryStaysFlat() throws Exception {
        Path folder = TestFolder.create();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            broker.createTopics(3);
            forgetHistory(broker.bootstrapServers());
            CloudTrailArchive archive = new CloudTrailArchive(folder.resolve("archive"), RECORDS_OF_EACH);
            long bytes = archive.write();
            int files = (int) (GIGABYTES * 1_000_000_000 / bytes);
            for (int i = 1; i < files; i++) {
                archive.repeatFirst();
            }
            List<Long> samples = backfill(broker, archive, files);
            List<Long> quarters = IntStream.range(0, 4).mapToObj(quarter -> peak(samples, quarter)).toList();
            System.out.printf("%,d bytes in %d files: resident at most, MB, in each quarter: %s%n", files * bytes,
                    files,
                    quarters);
            assertThat(quarters.get(3)).isLessThanOrEqualTo(quarters.get(1) + SLACK_MEGABYTES);
        } finally {
            TestFolder.remove(folder);
        }
    }

    /** In the first quarter it still starts: code is compiled, threads come up. */
    private static long peak(List<Long> samples, int quarter) {
        int each = samples.size() / 4;
        return samples.subList(quarter * each, (quarter + 1) * each).stream().mapToLong(Long::longValue).max()
                .orElseThrow();
    }

    /** Returns the megabytes that were resident, while it ran, in equal steps of time. */
    private static List<Long> backfill(EmbeddedBroker broker, CloudTrailArchive archive, int files)
            throws InterruptedException {
        InstantSource wallClock = InstantSource.system();
        List<Long> samples = new ArrayList<>();
        try (JavaProcess backfill = BackfillProcess.start(broker.bootstrapServers(), archive.folder(),
                "-Xms" + HEAP_MEGABYTES + "m", "-Xmx" + HEAP_MEGABYTES + "m", "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=4")) {
            Instant[] next = {wallClock.instant()};
            Instant start = wallClock.instant();
            Await.until("its end", LIMIT, () -> {
                if (!wallClock.instant().isBefore(next[0])) {
                    backfill.residentMegabytes().ifPresent(samples::add);
                    next[0] = wallClock.instant().plus(BETWEEN_SAMPLES);
                }
                return !backfill.isAlive();
            });
            System.out.printf("backfill took %d s%n", Duration.between(start, wallClock.instant()).toSeconds());
            assertThat(backfill.exitCode()).as(backfill.err()).isZero();
            assertThat(backfill.out()).anySatisfy(line -> assertThat(line)
                    .contains((long) files * RECORDS_OF_EACH + " to " + Topics.HISTORY.name() + ", 0 to"));
        }
        return samples;
    }

    private static void forgetHistory(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<AlterConfigOp> small = List.of(set("retention.bytes", "16000000"), set("segment.bytes", "8000000"));
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, Topics.HISTORY.name()),
                    small)).all().get();
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
