package io.iamwatch.deploy.pipeline;

import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data folder of an installation that brings its own broker.
 *
 * @param path the folder
 */
public record InstallationFolder(Path path) {

    /** Returns where the broker has its data: all that the installation knows. */
    public Path broker() {
        return path.resolve("kafka");
    }

    /** Returns where Streams has its stores, which are made again from the broker's topics where they are missing. */
    public Path state() {
        return path.resolve("state");
    }

    /** Returns the file that is there while a broker is at work, and stays when it does not stop cleanly. */
    public Path bootMarker() {
        return BootMarker.file(path);
    }

    /** Creates it where it is missing. */
    void create() {
        create(path);
    }

    /**
     * Creates the folder of the stores: were it missing, detector and alerting would both try, and the second fails.
     */
    void createState() {
        create(state());
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create " + folder, failure);
        }
    }

    /** Returns whether all that the broker had is on the disk: neither it nor its machine died at work. */
    public boolean hasStoppedCleanly() {
        return !Files.exists(bootMarker()) && EmbeddedBroker.hasStoppedCleanly(broker());
    }
}
