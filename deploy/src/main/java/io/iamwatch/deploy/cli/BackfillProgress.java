package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.backfill.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How far a backfill is, every half second, in a line of a terminal that is written over. */
final class BackfillProgress implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("backfill progress").factory());
    private final PrintWriter err;

    BackfillProgress(PrintWriter err) {
        this.err = err;
    }

    /** Shows it until closed, if a person watches. */
    void show(Tally tally, InstantSource wallClock) {
        if (Terminal.isStandardError()) {
            Instant start = wallClock.instant();
            var unused = timer.scheduleAtFixedRate(() -> {
                err.print(ProgressBar.AFRESH + line(tally.records(), tally.bytes(), tally.bytesFound(),
                        Duration.between(start, wallClock.instant())));
                err.flush();
            }, 500, 500, TimeUnit.MILLISECONDS);
        }
    }

    /** Bytes found grow while files are still being looked for, and the time left with them. */
    static String line(long records, long done, long found, Duration since) {
        double seconds = Math.max(0.001, since.toMillis() / 1000.0);
        long of = Math.max(done, found);
        int percent = of == 0 ? 0 : (int) (100 * done / of);
        String left = done == 0 ? "?" : left((long) ((of - done) * seconds / done));
        return ProgressBar.bar(percent) + ProgressBar.megabytes(done) + " of " + ProgressBar.megabytes(of) + " MB  "
                + String.format(Locale.ROOT, "%,.0f records/s  %s left", records / seconds, left);
    }

    /** Returns a number of seconds as minutes, and hours where there are some. */
    static String left(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (Terminal.isStandardError()) {
            err.print(ProgressBar.AFRESH);
            err.flush();
        }
    }
}
