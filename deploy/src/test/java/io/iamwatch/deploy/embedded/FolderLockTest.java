package io.iamwatch.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsTakenIsNotTakenAgainUntilItIsGivenBack() {
        FolderLock first = take().orElseThrow();
        assertThat(take()).isEmpty();
        assertThat(FolderLock.take(List.of(folder.resolve("..").resolve(folder.getFileName()).resolve("lock"))))
                .isEmpty();
        first.close();
        take().orElseThrow().close();
    }

    @Test
    void whatSomebodyElseOfThisProcessHasIsNotTaken() throws IOException {
        try (FileChannel kafka = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            assertThat(kafka.tryLock()).isNotNull();
            assertThat(take()).isEmpty();
        }
        take().orElseThrow().close();
    }

    @Test
    void ofSeveralAllAreTakenOrNone() {
        try (FolderLock one = take().orElseThrow()) {
            assertThat(one).isNotNull();
            assertThat(FolderLock.take(List.of(folder.resolve("other"), folder.resolve("lock")))).isEmpty();
            FolderLock.take(List.of(folder.resolve("other"))).orElseThrow().close();
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsNamed() {
        Path nowhere = folder.resolve("missing").resolve("lock");
        assertThatThrownBy(() -> FolderLock.take(List.of(nowhere))).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot lock " + nowhere);
        assertThatThrownBy(() -> FolderLock.take(List.of(nowhere))).isInstanceOf(UncheckedIOException.class);
    }

    private Optional<FolderLock> take() {
        return FolderLock.take(List.of(folder.resolve("lock")));
    }
}
