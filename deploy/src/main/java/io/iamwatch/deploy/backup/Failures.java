package io.iamwatch.deploy.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;

/** What went wrong with files, in words. */
final class Failures {

    private Failures() {
    }

    /** Returns a reason. Those of the file system say by their class alone what is wrong with the file they name. */
    static String words(Exception failure) {
        return switch (failure) {
            case ClosedByInterruptException interrupted -> "interrupted";
            case UncheckedIOException wrapped when wrapped.getCause() instanceof ClosedByInterruptException ->
                "interrupted";
            case IOException plain -> plain.toString();
            default -> failure.getMessage();
        };
    }
}
