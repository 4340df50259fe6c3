package io.iamwatch.deploy.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What a backfill has done so far; written by all workers. What was committed counts, not what was tried. */
public final class Tally {

    private static final int MAX_NAMED = 20;

    final LongAdder files = new LongAdder();
    final LongAdder already = new LongAdder();
    final LongAdder leftOut = new LongAdder();
    final LongAdder records = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder bytesFound = new LongAdder();
    private final List<String> complaints = new ArrayList<>();
    private long failed;
    private long unnamed;

    /** Takes that something could not be used; the first of it is named. */
    synchronized void complain(String place, String reason) {
        if (complaints.size() < MAX_NAMED) {
            complaints.add(place + ": " + reason);
        } else {
            unnamed++;
        }
    }

    /** Takes that something could not be read now, but may be another time. */
    synchronized void fail(String place, String reason) {
        failed++;
        complain(place, reason);
    }

    /** Returns how many files or folders could not be read and are left for the next run. */
    public synchronized long failed() {
        return failed;
    }

    /** Returns sentences about what could not be used; they quote names: hostile text. */
    public synchronized List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        if (unnamed > 0) {
            all.add("and " + unnamed + " more");
        }
        return all;
    }

    /** Returns how many files are in the topics now that were not before. */
    public long files() {
        return files.sum();
    }

    /** Returns how many files were there already. */
    public long already() {
        return already.sum();
    }

    /** Returns how many files were not wanted, digests and Insights among them. */
    public long leftOut() {
        return leftOut.sum();
    }

    /** Returns how many records were written. */
    public long records() {
        return records.sum();
    }

    /** Returns how many units were rejected. */
    public long rejected() {
        return rejected.sum();
    }

    /** Returns how many bytes of files are done with, as they are stored. */
    public long bytes() {
        return bytes.sum();
    }

    /** Returns how many bytes of files were found so far. */
    public long bytesFound() {
        return bytesFound.sum();
    }
}
