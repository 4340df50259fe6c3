package io.iamwatch.deploy.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * How far a replay is, how fast, and how long it still takes: in a line of a terminal that is written over;
 * elsewhere in a line now and then.
 */
final class ReplayProgress {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofMinutes(1);

    private final PrintWriter err;
    private final boolean isTerminal;
    private final InstantSource wallClock;
    private final Instant begin;
    private Instant next;
    private boolean isShown;

    /** Begins to count the time. */
    ReplayProgress(PrintWriter err, boolean isTerminal, InstantSource wallClock) {
        this.err = err;
        this.isTerminal = isTerminal;
        this.wallClock = wallClock;
        this.begin = wallClock.instant();
        this.next = begin.plus(isTerminal ? ON_A_TERMINAL : ELSEWHERE);
    }

    /** Shows how many records of how many were read; from any thread. */
    synchronized void records(long read, long of) {
        show(read, of, String.format(Locale.ROOT, "%,d of %,d records", read, of), "records/s", 1);
    }

    /** Shows how many bytes of how many were read; of standard input nobody knows how many there are. */
    synchronized void bytes(long read, long of) {
        show(read, of, ProgressBar.megabytes(read) + (of > 0 ? " of " + ProgressBar.megabytes(of) : "") + " MB", "MB/s",
                1_000_000);
    }

    private void show(long done, long of, String what, String unit, int size) {
        Instant now = wallClock.instant();
        if (done <= 0 || now.isBefore(next)) {
            return;
        }
        next = now.plus(isTerminal ? ON_A_TERMINAL : ELSEWHERE);
        double seconds = Math.max(0.001, Duration.between(begin, now).toMillis() / 1000.0);
        String line = what
                + String.format(Locale.ROOT, size == 1 ? "  %,.0f %s" : "  %,.1f %s", done / seconds / size, unit)
                + (of > 0
                        ? "  " + BackfillProgress.left((long) (Math.max(0, of - done) * seconds / done)) + " left"
                        : "");
        int percent = of > 0 ? (int) Math.min(100, 100 * done / of) : 0;
        if (isTerminal) {
            err.print(ProgressBar.AFRESH + (of > 0 ? ProgressBar.bar(percent) : "") + line);
        } else {
            err.println((of > 0 ? percent + " %  " : "") + line);
        }
        err.flush();
        isShown = true;
    }

    /** Makes room for what is printed next. */
    synchronized void clear() {
        if (isTerminal && isShown) {
            err.print(ProgressBar.AFRESH);
            err.flush();
        }
    }
}
