package io.iamwatch.deploy.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.topic.OversizeReference;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.scan.Gunzip;
import io.iamwatch.deploy.scan.JsonUnits;
import io.iamwatch.ingest.decode.Decoded;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Future;
import java.util.zip.ZipException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Brings one file into the topics, from its last mark on: transactions of a bounded size, each with the mark that
 * says how far it comes. What is open when the process dies is given up by the broker, mark and all.
 */
final class FileLoad implements JsonUnits.Sink {

    private static final int CHUNK = 256 * 1024;
    private static final long TRANSACTION_BYTES = 8L * 1024 * 1024;

    private final ArchiveFile file;
    private final Producer<byte[], byte[]> producer;
    private final PayloadDecoder decoder;
    private final Tally tally;
    private final long arrival;
    private final long resumeAt;
    private long units;
    private long open;
    private long records;
    private long rejected;
    private FileProgress committed;

    FileLoad(ArchiveFile file, FileProgress before, Producer<byte[], byte[]> producer, PayloadDecoder decoder,
            Tally tally, long arrival) {
        this.file = file;
        this.committed = before;
        this.resumeAt = before.units();
        this.producer = producer;
        this.decoder = decoder;
        this.tally = tally;
        this.arrival = arrival;
    }

    /**
     * Reads the file to its end.
     *
     * @throws IOException if it cannot be read now; what was committed stays, the rest is for another attempt
     */
    void run() throws IOException {
        producer.beginTransaction();
        try {
            read();
        } catch (ZipException | EOFException damaged) {
            // It will not be better next time.
            rejected(damaged.getMessage());
            tally.complain(file.place(), damaged.getMessage());
        } catch (IOException failure) {
            producer.abortTransaction();
            throw failure;
        }
        commit(true);
    }

    /** Returns how much is in the topics. */
    FileProgress committed() {
        return committed;
    }

    private void read() throws IOException {
        byte[] chunk = new byte[CHUNK];
        JsonUnits cut = new JsonUnits(this);
        try (InputStream raw = file.content().open(); InputStream content = Gunzip.ifGzip(raw)) {
            for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
                cut.next(chunk, length);
            }
        }
        cut.end();
    }

    @Override
    public void unit(byte[] bytes) {
        if (units++ < resumeAt) {
            return;
        }
        int index = 0;
        for (Decoded decoded : decoder.decode(bytes)) {
            String source = file.identity() + "/" + (units - 1) + "/" + index++;
            switch (decoded) {
                case Decoded.CloudTrailRecord record -> write(record, source);
                case Decoded.Rejected unusable -> reject(unusable.bytes().toByteArray(), source, unusable.reason());
            }
        }
        commitWhenLarge();
    }

    private void write(Decoded.CloudTrailRecord record, String source) {
        byte[] bytes = record.bytes().toByteArray();
        if (bytes.length > Topic.MAX_VALUE_BYTES) {
            reject(bytes, source, "CloudTrail record");
            return;
        }
        records++;
        send(Topics.HISTORY, record.account(), bytes, source, null);
    }

    private void reject(byte[] bytes, String source, String reason) {
        boolean fits = bytes.length <= Topic.MAX_VALUE_BYTES;
        rejected++;
        send(Topics.REJECTED, source, fits ? bytes : OversizeReference.of(source, bytes), source,
                fits ? reason : OversizeReference.reason(reason, Topic.MAX_VALUE_BYTES));
    }

    /** What is not handed on, for its size or because there is no telling where it begins, goes as a reference. */
    @Override
    public void rejected(String reason) {
        if (units++ < resumeAt) {
            return;
        }
        reject((file.place() + " unit " + (units - 1)).getBytes(UTF_8), file.identity() + "/" + (units - 1) + "/0",
                reason);
        commitWhenLarge();
    }

    private void send(Topic topic, String key, byte[] value, String source, String reason) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name(), null, arrival, key.getBytes(UTF_8),
                value);
        RecordHeaders.add(record.headers(), RecordHeaders.SOURCE, source);
        if (reason != null) {
            RecordHeaders.add(record.headers(), RecordHeaders.REASON, reason);
        }
        open += value.length;
        // The commit fails with the reason of whichever could not be sent.
        Future<RecordMetadata> unused = producer.send(record);
    }

    private void commitWhenLarge() {
        if (open >= TRANSACTION_BYTES) {
            commit(false);
            producer.beginTransaction();
        }
    }

    private void commit(boolean done) {
        FileProgress mark = new FileProgress(units, done);
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(Topics.BACKFILL.name(),
                file.identity().getBytes(UTF_8), mark.toBytes()));
        producer.commitTransaction();
        committed = mark;
        tally.records.add(records);
        tally.rejected.add(rejected);
        records = 0;
        rejected = 0;
        open = 0;
    }
}
