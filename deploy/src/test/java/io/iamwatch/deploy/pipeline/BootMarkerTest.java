package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootMarkerTest {

    @TempDir
    private Path folder;

    @Test
    void aFirstStartFollowsNoDeath() {
        assertThat(new BootMarker(folder, "one").machineDied()).isFalse();
    }

    @Test
    void aKillInTheSameBootIsNoDeathOfTheMachine() {
        new BootMarker(folder, "one").atWork();
        assertThat(new BootMarker(folder, "one").machineDied()).isFalse();
    }

    @Test
    void anotherBootIs() {
        new BootMarker(folder, "one").atWork();
        assertThat(new BootMarker(folder, "two").machineDied()).isTrue();
    }

    @Test
    void anotherBootAfterACleanEndIsNot() {
        BootMarker marker = new BootMarker(folder, "one");
        marker.atWork();
        marker.stoppedCleanly();
        assertThat(new BootMarker(folder, "two").machineDied()).isFalse();
    }

    @Test
    void whereBootsCannotBeToldApartEachUncleanEndCounts() {
        new BootMarker(folder, "unknown").atWork();
        assertThat(new BootMarker(folder, "unknown").machineDied()).isTrue();
    }

    @Test
    void thisMachineTellsItsBoots() {
        new BootMarker(folder).atWork();
        assertThat(new BootMarker(folder).machineDied()).isEqualTo(!System.getProperty("os.name").equals("Linux"));
    }
}
