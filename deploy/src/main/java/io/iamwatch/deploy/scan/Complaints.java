package io.iamwatch.deploy.scan;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What could not be used, counted; the first of it named. */
public final class Complaints {

    /** How many are named; what follows is counted. */
    static final int MAX_NAMED = 20;

    private final Map<Complaint, Place> named = new LinkedHashMap<>();
    private long units;
    private long files;
    private long unnamed;

    private record Complaint(String file, String reason) {
    }

    private static final class Place {
        private final long first;
        private long count;

        Place(long first) {
            this.first = first;
        }
    }

    /** Something in a file is no record that can be used; {@code at} counts what was read before it. */
    public void rejected(String file, long at, String reason) {
        units++;
        name(new Complaint(file, reason), at);
    }

    /** A file, or what is left of it, cannot be read. */
    void unreadable(String file, IOException failure) {
        files++;
        name(new Complaint(file, switch (failure) {
            case NoSuchFileException gone -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemLoopException loop -> "a link to a folder around it";
            default -> "cannot be read: " + failure.getMessage();
        }), -1);
    }

    private void name(Complaint complaint, long at) {
        Place place = named.get(complaint);
        if (place == null) {
            if (named.size() >= MAX_NAMED) {
                unnamed++;
                return;
            }
            place = new Place(at);
            named.put(complaint, place);
        }
        place.count++;
    }

    /** Returns how many units of files were rejected. */
    public long rejected() {
        return units;
    }

    /** Returns how many files, or rests of files, could not be read. */
    public long unreadable() {
        return files;
    }

    /** Hands on a line for each that is named. The lines quote names of files: hostile text. */
    public void tell(Consumer<String> line) {
        named.forEach((complaint, place) -> line.accept(complaint.file()
                + (place.first < 0 ? "" : ": " + (place.first + 1)) + ": " + complaint.reason()
                + (place.count > 1 ? " (and " + (place.count - 1) + " more of this file)" : "")));
        if (unnamed > 0) {
            line.accept("and " + unnamed + " more");
        }
    }
}
