package io.iamwatch.deploy.scan;

import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.rules.Rules;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** The rules over CloudTrail files, in bounded memory however large they are. */
public final class FileScan {

    private final RecordScan scan;
    private final RecordFiles files;

    /** Is told how far a scan is. */
    public interface Progress {

        /**
         * Takes how far it is.
         *
         * @param bytes how many were read
         * @param of how many there are, as far as it is known
         */
        void at(long bytes, long of);
    }

    /**
     * Prepares a scan.
     *
     * @param now when standard input counts as written
     */
    public FileScan(Rules rules, List<Baseline> snapshots, Complaints complaints, Instant now, Progress progress) {
        this.scan = new RecordScan(rules, snapshots, complaints, now);
        this.files = new RecordFiles(complaints, progress, scan::record);
    }

    /**
     * Scans files, and those in folders; {@code -} is standard input. Whatever is in them, it goes on to the end. A
     * scan runs once.
     */
    public Scanned run(List<String> paths, InputStream standardInput) {
        RecordFiles.Read read = files.run(paths, standardInput);
        return scan.end(read.files(), read.skipped());
    }
}
