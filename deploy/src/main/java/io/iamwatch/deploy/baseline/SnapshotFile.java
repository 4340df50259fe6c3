package io.iamwatch.deploy.baseline;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.detector.baseline.AuthorizationDetails;
import io.iamwatch.detector.baseline.UnusableDetailsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Reads what {@code aws iam get-account-authorization-details} wrote. */
public final class SnapshotFile {

    private static final String GIVEN = "as told";

    private SnapshotFile() {
    }

    /**
     * Reads a file.
     *
     * @param start when the snapshot began; without it, the file's modification time is taken for that. A command that
     *     writes as it reads ends the file minutes later, which a snapshot tolerates up to 5 minutes
     * @throws BaselineFailure when it cannot be read or is no such output
     */
    public static AccountSnapshot read(String file, Optional<Instant> start) {
        try {
            Path path = Path.of(file);
            Instant modified = Files.getLastModifiedTime(path).toInstant();
            try (InputStream json = Files.newInputStream(path)) {
                AuthorizationDetails details = AuthorizationDetails.read(json);
                return start.map(told -> new AccountSnapshot(details, told, GIVEN))
                        .orElseGet(() -> new AccountSnapshot(details, modified, "the file's modification time"));
            }
        } catch (IOException | InvalidPathException | UnusableDetailsException failure) {
            throw failure(file, failure);
        }
    }

    /**
     * Reads a stream to its end, which does not tell its own time.
     *
     * @throws BaselineFailure when it cannot be read or is no such output
     */
    public static AccountSnapshot read(InputStream json, Instant start) {
        try {
            return new AccountSnapshot(AuthorizationDetails.read(json), start, GIVEN);
        } catch (IOException | UnusableDetailsException failure) {
            throw failure("standard input", failure);
        }
    }

    private static BaselineFailure failure(String file, Exception failure) {
        return new BaselineFailure(TerminalText.neutralise(file) + ": ", switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case InvalidPathException noPath -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            case IOException unreadable -> "cannot be read: " + unreadable.getMessage();
            default -> failure.getMessage();
        }, failure);
    }
}
