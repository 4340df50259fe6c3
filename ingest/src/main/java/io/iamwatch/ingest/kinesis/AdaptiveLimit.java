package io.iamwatch.ingest.kinesis;

import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * How many records to ask for at once, so that an answer is about as large as what a shard gives in a second.
 * Kinesis counts 2 MiB a second; after a larger answer, up to 10 MiB, it refuses calls until that is made up for,
 * and each answer lies in memory until its records are written.
 */
final class AdaptiveLimit {

    private static final long WANTED_BYTES = 2L * 1024 * 1024;

    /** Weight of what was known against the newest answer. */
    private static final int MEMORY = 3;

    private final int most;
    private long meanBytes;

    AdaptiveLimit(int most) {
        this.most = most;
    }

    int records() {
        return meanBytes == 0 ? most : Math.clamp(WANTED_BYTES / meanBytes, 1, most);
    }

    /** Learns from an answer how large records are. */
    void learn(List<Record> records) {
        if (records.isEmpty()) {
            return;
        }
        long bytes = records.stream().mapToLong(record -> record.data().asByteArrayUnsafe().length).sum();
        long mean = Math.max(1, bytes / records.size());
        // Records that suddenly are large count at once, small ones by and by.
        meanBytes = meanBytes == 0 || mean > meanBytes ? mean : (MEMORY * meanBytes + mean) / (MEMORY + 1);
    }
}
