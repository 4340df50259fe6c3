package io.iamwatch.deploy.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.deploy.embedded.FolderLock;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest {

    @TempDir
    private Path folder;
    private Path archive;
    private InstallationFolder target;

    @BeforeEach
    void places() {
        archive = folder.resolve("IN.zip");
        target = new InstallationFolder(folder.resolve("target"));
    }

    @Test
    void bringsBackWhatWasThere() throws IOException {
        InstallationFolder stopped = Installed.stopped(folder.resolve("data"));
        Manifest made = Installed.backUp(stopped, archive).manifest();
        assertThat(restore()).isEqualTo(made);
        assertThat(Installed.lasting(target)).isEqualTo(Installed.lasting(stopped));
        assertThat(target.hasStoppedCleanly()).isTrue();
        assertThat(in(target)).containsExactly(target.broker());
    }

    @Test
    void whatWasKilledIsStillMarkedByTheBootThatItWasKilledIn() throws IOException {
        InstallationFolder killed = Installed.killed(folder.resolve("data"), "boot one");
        Installed.backUp(killed, archive);
        restore();
        assertThat(Installed.lasting(target)).isEqualTo(Installed.lasting(killed));
        assertThat(target.hasStoppedCleanly()).isFalse();
        assertThat(target.bootMarker()).hasContent("boot one");
    }

    @Test
    void theDataFolderMayBeThereAndHaveWhatIsNotOfAnInstallation() throws IOException {
        Path other = Files.createDirectories(target.path().resolve("lost+found"));
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        restore();
        assertThat(in(target)).containsExactlyInAnyOrder(target.broker(), other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "state", "boot"})
    void anInstallationThatIsThereIsNamedAndLeftAlone(String part) throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        Path there = Files.createDirectories(target.path().resolve(part));
        refuses("data.dir " + target.path() + " holds an installation already: [" + there
                + "]. Move that away first, or name another folder as data.dir");
        assertThat(in(target)).containsExactly(there);
    }

    @Test
    void whatAKilledRestoreLeftIsRemoved() throws IOException {
        InstallationFolder stopped = Installed.stopped(folder.resolve("data"));
        Installed.backUp(stopped, archive);
        Path left = target.path().resolve(".restoring").resolve("kafka").resolve("stale-0");
        Files.writeString(Files.createDirectories(left).resolve("0.log"), "half");
        restore();
        assertThat(Installed.lasting(target)).isEqualTo(Installed.lasting(stopped));
    }

    @Test
    void anotherRestoreIsLeftAlone() throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        Path restoring = Files.createDirectories(target.path().resolve(".restoring"));
        try (FolderLock other = FolderLock.take(List.of(restoring.resolve(".lock"))).orElseThrow()) {
            assertThat(other).isNotNull();
            assertThatThrownBy(this::restore).hasMessageContaining("another restore is at work in " + restoring);
        }
        restore();
    }

    @Test
    void interruptedItLeavesNothing() throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        Thread.currentThread().interrupt();
        refuses("interrupted");
        assertThat(in(target)).isEmpty();
    }

    @Test
    void whatIsNotThereOrNoBackupIsSaidToBe() throws IOException {
        refuses(archive + ": there is no such file");
        Files.writeString(archive, "something else");
        refuses(archive + " is no backup, or damaged, or only the beginning of one");
        zip(Map.of("kafka/meta.properties", "node.id=1"));
        refuses(archive + " is no backup of iamwatch: it has no iamwatch-backup.json");
    }

    @Test
    void onlyTheBeginningOfOneIsRefused() throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        byte[] whole = Files.readAllBytes(archive);
        Random random = new Random(1);
        for (int length = whole.length - 1; length > 0; length -= 1 + random.nextInt(20_000)) {
            Files.write(archive, Arrays.copyOf(whole, length));
            refuses(archive + " is no backup, or damaged, or only the beginning of one");
        }
    }

    /** Times alone have no checksum. */
    @Test
    void oneByteThatIsWrongIsFoundOrMakesNoDifference() throws IOException {
        InstallationFolder stopped = Installed.stopped(folder.resolve("data"));
        Files.write(stopped.broker().resolve("cloudtrail.identity-0").resolve("0.index"), new byte[9]);
        Files.write(stopped.broker().resolve("cloudtrail.identity-0").resolve("0.log"), new byte[999]);
        Installed.backUp(stopped, archive);
        byte[] whole = Files.readAllBytes(archive);
        Random random = new Random(1);
        int refused = 0;
        int tried = 0;
        for (int at = random.nextInt(9); at < whole.length; at += 1 + random.nextInt(9)) {
            tried++;
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(archive, damaged);
            target = new InstallationFolder(folder.resolve("target-" + at));
            try {
                restore();
                assertThat(contents(target)).as("byte " + at).isEqualTo(contents(stopped));
            } catch (IllegalStateException found) {
                refused++;
                assertThat(in(target)).as("byte " + at).isEmpty();
            }
        }
        assertThat(refused).isGreaterThan(tried / 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka/../../evil", "../evil", "/etc/evil", "kafka//evil", "kafka/./evil", "kafka/", "evil",
            "kafka/..", "kafka/a\\..\\evil", "kafka/a\u0000b", "boot/evil"})
    void namesThatLeadElsewhereAreRefused(String name) throws IOException {
        zip(withManifest(Map.of("kafka/meta.properties", "node.id=1", name, "evil")));
        refuses("which would not come to the broker's folder");
        assertThat(target.path()).doesNotExist();
    }

    @Test
    void whatASecondEntryWouldChangeIsRefused() throws IOException {
        Map<String, String> entries = withManifest(Map.of("kafka/meta.properties", "node.id=1"));
        entries.put("kafka/more", "more");
        zip(entries);
        refuses("is damaged: it has 2 files of 13 bytes, and says that it has 1 files of 9 bytes");
    }

    @Test
    void aBackupWithoutABrokerIsRefused() throws IOException {
        zip(withManifest(Map.of("kafka/0.log", "records")));
        refuses("the backup has no broker's data in it");
        assertThat(in(target)).isEmpty();
    }

    @Test
    void laterFormatsAreRefusedWithWhatCanReadThem() throws IOException {
        zip(Map.of(Manifest.ENTRY, "{\"format\":2,\"iamwatch\":\"9.0\",\"kafka\":\"4.3.1\"}"));
        refuses("the backup is of format 2, and 1 is the latest that is known here: restore it with iamwatch 9.0 or "
                + "newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "no JSON", "", "{\"format\":\"1\"}",
            "{\"format\":1,\"iamwatch\":\"1\",\"kafka\":\"4.3.1\",\"taken\":\"yesterday\",\"files\":0,\"bytes\":0}"})
    void manifestsThatAreNoneAreRefused(String manifest) throws IOException {
        zip(Map.of(Manifest.ENTRY, manifest));
        refuses(Manifest.ENTRY + " in the backup ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.3.0", "4.3", "4.2.9", "3.9.1"})
    void aBrokerThatIsOlderThanThatOfTheBackupIsRefused(String ours) throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        assertThatThrownBy(() -> new Restore(target, new Release("0.0.9", ours)).read(archive))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the backup was made with Kafka 4.3.1, and this has " + ours
                        + ", which may not read it: restore it with iamwatch 0.1.0, commit abc or newer");
        assertThat(target.path()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.3.1", "4.3.2", "4.3.1.1", "4.10.0", "5.0.0-rc1"})
    void oneThatIsNotIsNot(String ours) throws IOException {
        Installed.backUp(Installed.stopped(folder.resolve("data")), archive);
        new Restore(target, new Release("0.2.0", ours)).read(archive);
        assertThat(target.broker()).isDirectory();
    }

    private Manifest restore() {
        return new Restore(target, Installed.RELEASE).read(archive);
    }

    private void refuses(String said) {
        assertThatThrownBy(this::restore).isInstanceOf(IllegalStateException.class).hasMessageContaining(said);
        assertThat(target.path().resolve(".restoring")).doesNotExist();
    }

    private static Map<String, String> withManifest(Map<String, String> files) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        files.forEach((name, content) -> sizes.put(name, (long) content.length()));
        Map<String, String> all = new LinkedHashMap<>();
        all.put(Manifest.ENTRY, new String(new Manifest(Installed.RELEASE, Installed.NOW, Listing.of(sizes), true)
                .toJson(), UTF_8));
        all.putAll(files);
        return all;
    }

    private void zip(Map<String, String> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(UTF_8));
            }
        }
    }

    private static List<Path> in(InstallationFolder installation) {
        if (!Files.exists(installation.path())) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(installation.path())) {
            return found.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Without their times. */
    private static Map<String, String> contents(InstallationFolder installation) throws IOException {
        Map<String, String> contents = Installed.lasting(installation);
        contents.replaceAll((name, content) -> content.substring(0, content.lastIndexOf(' ')));
        return contents;
    }
}
