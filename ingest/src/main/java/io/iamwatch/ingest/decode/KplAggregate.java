package io.iamwatch.ingest.decode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Several records in one, as the Kinesis Producer Library
 * <a href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">aggregates</a>
 * them: four bytes of magic, a protobuf message, the MD5 of that message.
 */
final class KplAggregate {

    private static final byte[] MAGIC = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};
    private static final int CHECKSUM_BYTES = 16;
    private static final int RECORDS = 3;
    private static final int DATA = 3;
    private static final String MALFORMED = "KPL aggregate whose checksum agrees but whose content is malformed";

    private final Slice message;

    private KplAggregate(Slice message) {
        this.message = message;
    }

    static boolean isAggregate(Slice bytes) {
        return bytes.length() >= MAGIC.length && Arrays.equals(bytes.array(), bytes.from(),
                bytes.from() + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Hands on the records of an aggregate in order, without a copy.
     *
     * @return why nothing was handed on, if so
     */
    static Optional<String> records(Slice bytes, Consumer<Slice> record) {
        int end = bytes.to() - CHECKSUM_BYTES;
        int start = bytes.from() + MAGIC.length;
        if (end < start) {
            return Optional.of("KPL aggregate breaks off");
        }
        KplAggregate aggregate = new KplAggregate(Slice.between(bytes.array(), start, end));
        // All of it is looked at before the first record is handed on.
        return aggregate.checksum().or(() -> aggregate.walk(data -> {})).or(() -> aggregate.walk(record));
    }

    private Optional<String> checksum() {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(message.array(), message.from(), message.length());
            return Arrays.equals(md5.digest(), 0, CHECKSUM_BYTES, message.array(), message.to(),
                    message.to() + CHECKSUM_BYTES)
                            ? Optional.empty()
                            : Optional.of("begins like a KPL aggregate, but its checksum differs");
        } catch (NoSuchAlgorithmException locked) {
            return Optional.of("KPL aggregate, whose checksum this Java cannot compute: it has no MD5");
        }
    }

    private Optional<String> walk(Consumer<Slice> record) {
        ProtobufFields fields = new ProtobufFields(message);
        int records = 0;
        while (fields.next()) {
            if (fields.number() == RECORDS) {
                Slice data = fields.isBytes() ? data(fields.bytes()) : null;
                if (data == null) {
                    return Optional.of(MALFORMED);
                }
                records++;
                record.accept(data);
            }
        }
        if (fields.isMalformed()) {
            return Optional.of(MALFORMED);
        }
        return records == 0 ? Optional.of("KPL aggregate of nothing") : Optional.empty();
    }

    /** Returns the data of one record; null if there is none, which the format does not allow. */
    private static Slice data(Slice record) {
        ProtobufFields fields = new ProtobufFields(record);
        Slice data = null;
        while (fields.next()) {
            if (fields.number() == DATA && fields.isBytes()) {
                data = fields.bytes();
            }
        }
        return fields.isMalformed() ? null : data;
    }
}
