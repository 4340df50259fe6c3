package io.iamwatch.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** CloudTrail files of one's own as Kinesis payloads: records in file order, wrapped as a subscription would. */
public final class InputFiles {

    private static final int MAX_INFLATED_BYTES = 1 << 30;
    private static final int RECORDS_A_PAYLOAD = 50;
    private static final int BYTES_A_PAYLOAD = 512 * 1024;

    private final List<byte[]> payloads = new ArrayList<>();
    private final List<String> batch = new ArrayList<>();
    private final Instant now;
    private final Consumer<String> progress;
    private String account = "";
    private int batchBytes;

    private InputFiles(Instant now, Consumer<String> progress) {
        this.now = now;
        this.progress = progress;
    }

    /**
     * Reads files. What is no CloudTrail record goes into Kinesis as it is, so that the pipeline rejects it and says
     * why; unless it is larger than a Kinesis record can be.
     *
     * @param progress is told what is left out
     * @throws UncheckedIOException if a file cannot be read; the message names it
     */
    public static List<byte[]> payloads(List<Path> files, Instant now, Consumer<String> progress) {
        InputFiles input = new InputFiles(now, progress);
        files.forEach(input::read);
        return input.payloads;
    }

    private void read(Path file) {
        for (Decoded decoded : new PayloadDecoder(MAX_INFLATED_BYTES).decode(bytes(file))) {
            switch (decoded) {
                case Decoded.CloudTrailRecord record -> add(file, record);
                case Decoded.Rejected rejected -> {
                    flush(file);
                    put(file, rejected.bytes().toByteArray());
                }
            }
        }
        flush(file);
    }

    /** A payload has one owner: the account of a record that names none itself. */
    private void add(Path file, Decoded.CloudTrailRecord record) {
        int bytes = record.bytes().length();
        if (!record.account().equals(account) || batch.size() >= RECORDS_A_PAYLOAD
                || batchBytes + bytes > BYTES_A_PAYLOAD) {
            flush(file);
        }
        account = record.account();
        batch.add(new String(record.bytes().toByteArray(), UTF_8));
        batchBytes += bytes;
    }

    private void flush(Path file) {
        if (!batch.isEmpty()) {
            put(file, SubscriptionPayload.of(account, batch, now));
            batch.clear();
            batchBytes = 0;
        }
    }

    private void put(Path file, byte[] payload) {
        if (payload.length > KinesisFeed.MOST_BYTES_A_PAYLOAD) {
            progress.accept("left out of " + file + ": " + payload.length + " bytes in one piece, Kinesis takes "
                    + KinesisFeed.MOST_BYTES_A_PAYLOAD);
        } else {
            payloads.add(payload);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file + ": " + failure.getClass().getSimpleName(), failure);
        }
    }
}
