package io.iamwatch.deploy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path folder;

    @Test
    void whatStoodThereStaysUntilAllIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "old");
        WholeFile.write(file, part -> {
            Files.writeString(part, "new");
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatCannotBeFinishedLeavesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("checkpoint"), "old");
        assertThatThrownBy(() -> WholeFile.writeForOwner(file, part -> {
            Files.writeString(part, "half");
            throw new IOException("full");
        })).hasMessage("full");
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.writeString(folder.resolve("behind"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        WholeFile.write(link, part -> Files.writeString(part, "new"));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        assertThatThrownBy(() -> WholeFile.write(folder, part -> Files.writeString(part, "no file")))
                .isInstanceOf(IOException.class);
    }
}
