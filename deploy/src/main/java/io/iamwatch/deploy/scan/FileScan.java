package io.iamwatch.deploy.scan;

import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** The rules over CloudTrail files, in bounded memory however large they are. */
public final class FileScan {

    private static final int CHUNK = 256 * 1024;

    private final Complaints complaints;
    private final Progress progress;
    private final RecordScan scan;
    private final PayloadDecoder decoder = new PayloadDecoder(JsonUnits.MAX_UNIT_BYTES);
    private final byte[] chunk = new byte[CHUNK];

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

    /** Prepares a scan. */
    public FileScan(Rules rules, List<Baseline> snapshots, Complaints complaints, Progress progress) {
        this.complaints = complaints;
        this.progress = progress;
        this.scan = new RecordScan(rules, snapshots, complaints);
    }

    /**
     * Scans files, and those in folders; {@code -} is standard input. Whatever is in them, it goes on to the end. A
     * scan runs once.
     */
    public Scanned run(List<String> paths, InputStream standardInput) {
        ScanFiles found = ScanFiles.of(paths, complaints);
        long of = found.files().stream().mapToLong(ScanFile::bytes).sum();
        long before = 0;
        int read = 0;
        for (ScanFile file : found.files()) {
            read += read(file, standardInput, before, of) ? 1 : 0;
            before += file.bytes();
        }
        return scan.end(read, found.skipped());
    }

    private boolean read(ScanFile file, InputStream standardInput, long before, long of) {
        try (InputStream raw = file.path() == null ? standardInput : Files.newInputStream(file.path());
                InputStream content = Gunzip.ifGzip(new Counted(raw, bytes -> progress.at(before + bytes, of)))) {
            read(file.name(), content);
            return true;
        } catch (IOException failure) {
            complaints.unreadable(file.name(), failure);
            return false;
        }
    }

    private void read(String name, InputStream content) throws IOException {
        JsonUnits units = new JsonUnits(new Units(name));
        for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
            units.next(chunk, length);
        }
        units.end();
    }

    /** The units of one file. */
    private final class Units implements JsonUnits.Sink {
        private final String name;
        private long count;

        Units(String name) {
            this.name = name;
        }

        @Override
        public void unit(byte[] bytes) {
            for (Decoded decoded : decoder.decode(bytes)) {
                switch (decoded) {
                    case Decoded.CloudTrailRecord record -> scan.record(name, count++, record);
                    case Decoded.Rejected rejected -> rejected(rejected.reason());
                }
            }
        }

        @Override
        public void rejected(String reason) {
            complaints.rejected(name, count++, reason);
        }
    }
}
