package io.iamwatch.deploy.bench;

import io.iamwatch.deploy.demo.DataFolder;
import java.nio.file.Path;

/**
 * The broker of a measurement that needs one after the other, each in a folder of its own: what detectors leave
 * behind would fill a disk. Once it is closed, should a signal come before the measurement's end, none starts any
 * more.
 */
final class OneBroker implements AutoCloseable {

    private DataFolder folder;
    private FilledBroker open;
    private boolean closed;

    /** Starts the next one; whoever asks closes it, and then removes its folder. */
    synchronized FilledBroker start() {
        if (closed) {
            throw new IllegalStateException("the measurement was stopped");
        }
        folder = DataFolder.create();
        open = FilledBroker.start(folder.path().resolve("kafka"));
        return open;
    }

    /** Returns the folder of the one that was started last. */
    synchronized Path folder() {
        return folder.path();
    }

    synchronized void removeFolder() {
        folder.remove();
    }

    /** Stops what runs and removes all data. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (open != null) {
            open.close();
        }
        if (folder != null) {
            folder.remove();
        }
    }
}
