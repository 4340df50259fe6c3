package io.iamwatch.deploy.scan;

import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** CloudTrail files, record by record, in bounded memory however large they are. */
public final class RecordFiles {

    private static final int CHUNK = 256 * 1024;

    private final Complaints complaints;
    private final FileScan.Progress progress;
    private final Sink sink;
    private final PayloadDecoder decoder = new PayloadDecoder(JsonUnits.MAX_UNIT_BYTES);
    private final byte[] chunk = new byte[CHUNK];

    /** Takes what is found, in the order in which it is read. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Takes a record.
         *
         * @param at how much was read of its file before it
         */
        void record(ScanFile file, long at, CloudTrailRecord record);
    }

    /**
     * What was read.
     *
     * @param files how many files were read to their ends
     * @param skipped how many digest and Insights files were left out
     */
    public record Read(int files, int skipped) {
    }

    /** Prepares to read files: what cannot be used is told to {@code complaints}. */
    public RecordFiles(Complaints complaints, FileScan.Progress progress, Sink sink) {
        this.complaints = complaints;
        this.progress = progress;
        this.sink = sink;
    }

    /**
     * Reads files, and those in folders; {@code -} is standard input. Whatever is in them, it goes on to the end.
     */
    public Read run(List<String> paths, InputStream standardInput) {
        ScanFiles found = ScanFiles.of(paths, complaints);
        long of = found.files().stream().mapToLong(ScanFile::bytes).sum();
        long before = 0;
        int read = 0;
        for (ScanFile file : found.files()) {
            read += read(file, standardInput, before, of) ? 1 : 0;
            before += file.bytes();
        }
        return new Read(read, found.skipped());
    }

    private boolean read(ScanFile file, InputStream standardInput, long before, long of) {
        try (InputStream raw = file.path() == null ? standardInput : Files.newInputStream(file.path());
                InputStream content = Gunzip.ifGzip(new Counted(raw, bytes -> progress.at(before + bytes, of)))) {
            read(file, content);
            return true;
        } catch (IOException failure) {
            complaints.unreadable(file.name(), failure);
            return false;
        }
    }

    private void read(ScanFile file, InputStream content) throws IOException {
        JsonUnits units = new JsonUnits(new Units(file));
        for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
            units.next(chunk, length);
        }
        units.end();
    }

    /** The units of one file. */
    private final class Units implements JsonUnits.Sink {
        private final ScanFile file;
        private long count;

        Units(ScanFile file) {
            this.file = file;
        }

        @Override
        public void unit(byte[] bytes) {
            for (Decoded decoded : decoder.decode(bytes)) {
                switch (decoded) {
                    case CloudTrailRecord record -> sink.record(file, count++, record);
                    case Decoded.Rejected rejected -> rejected(rejected.reason());
                }
            }
        }

        @Override
        public void rejected(String reason) {
            complaints.rejected(file.name(), count++, reason);
        }
    }
}
