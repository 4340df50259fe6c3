package io.iamwatch.deploy.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** Folders as installations have them, without a broker. */
final class Installed {

    static final Release RELEASE = new Release("0.1.0, commit abc", "4.3.1");
    static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
    static final int INDEX_BYTES = 10 * 1024 * 1024;

    private Installed() {
    }

    /** One that has stopped cleanly. */
    static InstallationFolder stopped(Path folder) throws IOException {
        InstallationFolder installation = new InstallationFolder(folder);
        write(installation.broker().resolve("meta.properties"), "node.id=1\n".getBytes(UTF_8));
        write(installation.broker().resolve(".kafka_cleanshutdown"), "{\"version\":0}".getBytes(UTF_8));
        write(installation.broker().resolve(".lock"), new byte[0]);
        write(installation.broker().resolve(".iamwatch.lock"), new byte[0]);
        write(installation.state().resolve("iamwatch-detector").resolve("0_0").resolve("CURRENT"), new byte[]{1});
        Path partition = installation.broker().resolve("cloudtrail.identity-0");
        byte[] records = new byte[300_000];
        new Random(1).nextBytes(records);
        write(partition.resolve("0.log"), records);
        write(partition.resolve("leader-epoch-checkpoint"), new byte[0]);
        write(installation.broker().resolve("iamwatch.alerts-0").resolve("ä 1.log"), new byte[200_000]);
        index(partition.resolve("0.index"));
        return installation;
    }

    /** The same, killed in a boot of the machine. */
    static InstallationFolder killed(Path folder, String boot) throws IOException {
        InstallationFolder installation = stopped(folder);
        Files.delete(installation.broker().resolve(".kafka_cleanshutdown"));
        write(installation.bootMarker(), boot.getBytes(UTF_8));
        return installation;
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(1000)));
    }

    /** Its whole size from the beginning, and little in it. */
    private static void index(Path file) throws IOException {
        write(file, new byte[0]);
        try (RandomAccessFile index = new RandomAccessFile(file.toFile(), "rw")) {
            index.setLength(INDEX_BYTES);
            index.seek(3_000_000);
            index.write(7);
        }
    }

    /** What files there are, by their places in a folder, with sizes, contents and times; locks and state left out. */
    static Map<String, String> lasting(InstallationFolder installation) throws IOException {
        Map<String, String> lasting = new TreeMap<>();
        try (Stream<Path> found = Files.walk(installation.path())) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(installation.state()) && !file.getFileName().toString().endsWith(".lock")) {
                    lasting.put(installation.path().relativize(file).toString(), content(file));
                }
            }
        }
        return lasting;
    }

    private static String content(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return content.length + " " + HexFormat.of().toHexDigits(Utils.murmur2(content)) + " "
                + Files.getLastModifiedTime(file).toInstant().getEpochSecond();
    }

    static Backup.Made backUp(InstallationFolder installation, Path out) {
        return new Backup(installation, RELEASE, InstantSource.fixed(NOW)).write(out);
    }
}
