package io.iamwatch.deploy.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells a person what comes up, with the seconds since the start. */
final class Progress implements Consumer<String> {

    private final PrintStream err;
    private final InstantSource wallClock;
    private final Instant start;

    Progress(PrintStream err, InstantSource wallClock) {
        this.err = err;
        this.wallClock = wallClock;
        this.start = wallClock.instant();
    }

    @Override
    public void accept(String line) {
        double seconds = Duration.between(start, wallClock.instant()).toMillis() / 1000.0;
        err.printf(Locale.ROOT, "%5.1f s  %s%n", seconds, line);
        err.flush();
    }
}
