package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.scan.FileScan;
import java.io.PrintWriter;
import java.util.Locale;

/** How far a scan is, in one line of a terminal that is written over. */
final class ProgressBar implements FileScan.Progress {

    private static final int WIDTH = 30;
    private static final long MEGABYTE = 1_000_000;
    /** Beginning of the line, and clear what stands there. */
    static final String AFRESH = "\r\u001b[K";

    private final PrintWriter err;
    private long shown = -1;

    ProgressBar(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(long bytes, long of) {
        long step = of > 0 ? Math.min(100, 100 * bytes / of) : bytes / (10 * MEGABYTE);
        if (step != shown) {
            shown = step;
            err.print(AFRESH + (of > 0 ? bar((int) step) : "") + megabytes(bytes)
                    + (of > 0 ? " of " + megabytes(of) : "") + " MB");
            err.flush();
        }
    }

    /** Makes room for what is printed next. */
    void clear() {
        if (shown >= 0) {
            err.print(AFRESH);
            err.flush();
        }
    }

    static String bar(int percent) {
        int full = WIDTH * percent / 100;
        return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + percent + " %  ";
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", (double) bytes / MEGABYTE);
    }
}
