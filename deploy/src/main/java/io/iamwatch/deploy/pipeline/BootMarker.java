package io.iamwatch.deploy.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells whether the machine died while a broker was at work: then the end of its log, which the operating system
 * writes when it likes, may be gone. A file holds in which boot of the machine the broker was started, and goes
 * when it has stopped cleanly. A process that is killed leaves it too, but in the same boot: nothing is lost then.
 */
final class BootMarker {

    /** Linux makes a new one at each boot: random(4). */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String UNKNOWN = "unknown";

    private final Path file;
    private final String boot;
    private volatile boolean ours;

    BootMarker(Path folder) {
        this(folder, bootId());
    }

    BootMarker(Path folder, String boot) {
        this.file = file(folder);
        this.boot = boot;
    }

    static Path file(Path folder) {
        return folder.resolve("boot");
    }

    /** Returns whether the machine died, or may have: where boots cannot be told apart, each unclean end counts. */
    boolean machineDied() {
        try {
            return Files.exists(file) && (boot.equals(UNKNOWN) || !Files.readString(file).equals(boot));
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** A broker is at work from now on. On the disk when this returns, or it would be as unsure as the log. */
    void atWork() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
                FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            channel.write(ByteBuffer.wrap(boot.getBytes(UTF_8)));
            channel.force(true);
            folder.force(true);
            ours = true;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    /** Returns whether what stands there is of this boot, and not still to be made up for. */
    boolean isOurs() {
        return ours;
    }

    /** The broker has stopped and its log is on the disk. */
    void stoppedCleanly() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + file, failure);
        }
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException notLinux) {
            return UNKNOWN;
        }
    }
}
