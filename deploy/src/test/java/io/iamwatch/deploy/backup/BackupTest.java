package io.iamwatch.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.FolderLock;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @TempDir
    private Path folder;
    private Path out;

    @BeforeEach
    void place() throws IOException {
        out = Files.createDirectory(folder.resolve("backups")).resolve("OUT.zip");
    }

    @Test
    void hasWhatLastsAndLeavesOutWhatIsMadeAgainAndLocks() throws IOException {
        Backup.Made made = Installed.backUp(Installed.stopped(folder.resolve("data")), out);
        List<String> names = names();
        assertThat(names).startsWith("iamwatch-backup.json").containsExactlyInAnyOrder("iamwatch-backup.json",
                "kafka/.kafka_cleanshutdown", "kafka/meta.properties", "kafka/cloudtrail.identity-0/0.index",
                "kafka/cloudtrail.identity-0/0.log", "kafka/cloudtrail.identity-0/leader-epoch-checkpoint",
                "kafka/iamwatch.alerts-0/ä 1.log");
        assertThat(made.manifest().listing().files()).isEqualTo(names.size() - 1);
        assertThat(made.manifest().listing().bytes()).isEqualTo(300_000 + 200_000 + Installed.INDEX_BYTES
                + "node.id=1\n".length() + "{\"version\":0}".length());
        assertThat(made.manifest().taken()).isEqualTo(Installed.NOW);
        assertThat(made.manifest().release()).isEqualTo(Installed.RELEASE);
        assertThat(made.manifest().stoppedCleanly()).isTrue();
    }

    @Test
    void ofOneThatWasKilledItHasTheMarkerToo() throws IOException {
        Backup.Made made = Installed.backUp(Installed.killed(folder.resolve("data"), "boot one"), out);
        assertThat(made.manifest().stoppedCleanly()).isFalse();
        assertThat(names()).contains("boot");
    }

    @Test
    void preallocatedIndexesTakeNoRoom() throws IOException {
        Backup.Made made = Installed.backUp(Installed.stopped(folder.resolve("data")), out);
        assertThat(made.archive()).isEqualTo(Files.size(out)).isBetween(300_000L, 400_000L);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), out);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out))).isEqualTo("rw-------");
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        Files.writeString(out, "precious");
        refuses(Installed.stopped(folder.resolve("data")), out, out + " is there already");
        assertThat(out).hasContent("precious");
    }

    @Test
    void placesThatCannotBeAreNamed() throws IOException {
        InstallationFolder data = Installed.stopped(folder.resolve("data"));
        refuses(data, folder.resolve("missing").resolve("OUT.zip"), "no folder " + folder.resolve("missing"));
        refuses(data, data.broker().resolve("OUT.zip"), "lies in the broker's folder");
    }

    @Test
    void noInstallationIsSaidToBeNone() {
        Path nothing = folder.resolve("nothing");
        refuses(new InstallationFolder(nothing), out, "data.dir " + nothing + " holds no installation");
        assertThat(nothing).doesNotExist();
    }

    @Test
    void oneThatIsAtWorkHasToBeStoppedFirst() throws IOException {
        InstallationFolder data = Installed.stopped(folder.resolve("data"));
        for (Path lock : EmbeddedBroker.locks(data.broker())) {
            try (FolderLock atWork = FolderLock.take(List.of(lock)).orElseThrow()) {
                assertThat(atWork).isNotNull();
                refuses(data, out, data.path() + " is in use, by `run` or by another backup: stop it first. Nothing is "
                        + "lost by that: Kinesis keeps its records");
            }
        }
        Installed.backUp(data, out);
    }

    @Test
    void whatCannotBeReadIsNamedAndNothingIsLeft() throws IOException {
        InstallationFolder data = Installed.stopped(folder.resolve("data"));
        // Stands for a file that cannot be read, which a superuser could not make.
        Files.createSymbolicLink(data.broker().resolve("loop"), data.broker());
        refuses(data, out, data.broker().resolve("loop").toString());
    }

    @Test
    void interruptedItLeavesNothing() throws IOException {
        InstallationFolder data = Installed.stopped(folder.resolve("data"));
        Thread.currentThread().interrupt();
        refuses(data, out, "interrupted");
        assertThat(Thread.interrupted()).isTrue();
        Installed.backUp(data, out);
    }

    private void refuses(InstallationFolder data, Path to, String said) {
        assertThatThrownBy(() -> Installed.backUp(data, to)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(said);
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertThat(left.filter(file -> !file.equals(out))).isEmpty();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private List<String> names() throws IOException {
        try (ZipFile zip = new ZipFile(out.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }
}
