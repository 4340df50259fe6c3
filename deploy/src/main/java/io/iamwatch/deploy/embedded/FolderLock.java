package io.iamwatch.deploy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right of one process to a folder, by locks on files in it. It ends with the process, however that ends. */
public final class FolderLock implements AutoCloseable {

    /**
     * Those of this process. An operating system gives a process' lock back as soon as the process closes the file
     * anywhere: to ask for one that this process has would lose it.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Map<Path, FileChannel> held = new HashMap<>();

    private FolderLock() {
    }

    /**
     * Takes locks, all of them or none.
     *
     * @param files created where they are missing, and left there
     * @return empty if somebody has one of them
     * @throws UncheckedIOException if one cannot be opened for writing or locked
     */
    public static Optional<FolderLock> take(List<Path> files) {
        FolderLock lock = new FolderLock();
        boolean all = false;
        try {
            all = files.stream().allMatch(lock::add);
            return all ? Optional.of(lock) : Optional.empty();
        } finally {
            if (!all) {
                lock.close();
            }
        }
    }

    private boolean add(Path file) {
        Path known = file.toAbsolutePath().normalize();
        if (!OURS.add(known)) {
            return false;
        }
        boolean locked = false;
        try {
            locked = lock(known);
            return locked;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot lock " + file + ": " + failure, failure);
        } finally {
            if (!locked) {
                OURS.remove(known);
            }
        }
    }

    private boolean lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException byOthersOfThisProcess) {
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (locked) {
            held.put(file, channel);
        }
        return locked;
    }

    @Override
    public void close() {
        held.forEach((file, channel) -> {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot unlock " + file + ": " + failure, failure);
            } finally {
                OURS.remove(file);
            }
        });
    }
}
