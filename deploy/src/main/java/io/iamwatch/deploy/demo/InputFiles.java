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

/** CloudTrail files of one's own as Kinesis payloads: records in file order, wrapped as a subscription would. */
public final class InputFiles {

    private static final int MAX_INFLATED_BYTES = 1 << 30;
    private static final int RECORDS_A_PAYLOAD = 50;
    private static final int CHARACTERS_A_PAYLOAD = 512 * 1024;

    private InputFiles() {
    }

    /**
     * Reads files. What is no CloudTrail record goes into Kinesis as it is, so that the pipeline rejects it and says
     * why.
     *
     * @throws UncheckedIOException if a file cannot be read; the message names it
     */
    public static List<byte[]> payloads(List<Path> files, Instant now) {
        List<byte[]> payloads = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        int characters = 0;
        for (Path file : files) {
            for (Decoded decoded : new PayloadDecoder(MAX_INFLATED_BYTES).decode(bytes(file))) {
                switch (decoded) {
                    case Decoded.CloudTrailRecord record -> {
                        String text = new String(record.bytes().toByteArray(), UTF_8);
                        batch.add(text);
                        characters += text.length();
                    }
                    case Decoded.Rejected rejected -> payloads.add(rejected.bytes().toByteArray());
                }
                if (batch.size() >= RECORDS_A_PAYLOAD || characters > CHARACTERS_A_PAYLOAD) {
                    flush(batch, payloads, now);
                    characters = 0;
                }
            }
        }
        flush(batch, payloads, now);
        return payloads;
    }

    private static void flush(List<String> batch, List<byte[]> payloads, Instant now) {
        if (!batch.isEmpty()) {
            payloads.add(SubscriptionPayload.of(batch, now));
            batch.clear();
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
