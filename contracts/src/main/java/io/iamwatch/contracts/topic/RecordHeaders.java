package io.iamwatch.contracts.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Names of the record headers that iamwatch writes; their values are UTF-8 text. */
public final class RecordHeaders {

    /** Where a record came from: {@code stream/shard/sequence/index} for Kinesis. */
    public static final String SOURCE = "iamwatch-source";

    /** Why bytes were rejected, for people. */
    public static final String REASON = "iamwatch-reason";

    /**
     * Topic, partition and offset of the record that triggered this version of an alert:
     * {@code topic/partition/offset}.
     */
    public static final String TRIGGER = "iamwatch-trigger";

    /**
     * Positions of all records that this version of an alert quotes, the one that triggered it included, as
     * {@link Inputs} writes them.
     */
    public static final String INPUTS = "iamwatch-inputs";

    /**
     * When the service that wrote an identity record or an alert handed it to Kafka, wall clock, milliseconds since
     * 1970 in digits. The next service measures its share of the delay from it; nothing is decided by it.
     */
    public static final String WRITTEN_AT = "iamwatch-written-at";

    /**
     * Marks what candidate rules would say, and nobody is told: the beginning of their hash. No alert that is meant has
     * it.
     */
    public static final String SHADOW = "iamwatch-shadow";

    /** CloudEvents 1.0, Kafka protocol binding, binary mode: the version of the specification. */
    public static final String CE_SPECVERSION = "ce_specversion";

    /** CloudEvents: the alert's uid and the position that triggered this version. */
    public static final String CE_ID = "ce_id";

    /** CloudEvents: the service that speaks. */
    public static final String CE_SOURCE = "ce_source";

    /** CloudEvents: the kind of event. */
    public static final String CE_TYPE = "ce_type";

    /** CloudEvents: the principal that it is about. */
    public static final String CE_SUBJECT = "ce_subject";

    /** CloudEvents: arrival of the record that triggered this version, RFC 3339. */
    public static final String CE_TIME = "ce_time";

    /** The media type of the value; the Kafka binding gives it no {@code ce_} prefix. */
    public static final String CONTENT_TYPE = "content-type";

    private RecordHeaders() {
    }

    /** The longest header that is taken over from another record, in bytes. */
    private static final int MAX_BYTES = 1024;

    private static final int MOST = 32;

    /** No more than a long can hold. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /**
     * Returns the last header of that name as text; empty where it has no value, or one that no producer of ours
     * writes.
     */
    public static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value)
                .filter(value -> value.length <= MAX_BYTES).map(value -> new String(value, UTF_8));
    }

    /** Returns a copy of another record's headers, without those that are too large or too many to be taken over. */
    public static Headers copy(Headers headers) {
        Headers copy = new org.apache.kafka.common.header.internals.RecordHeaders();
        Stream.of(headers.toArray()).filter(header -> header.value() == null || header.value().length <= MAX_BYTES)
                .filter(header -> header.key().length() <= MAX_BYTES).limit(MOST).forEach(copy::add);
        return copy;
    }

    /** Returns when a record was handed to Kafka, milliseconds; empty where no header says so in digits. */
    public static OptionalLong writtenAt(Headers headers) {
        Optional<String> text = text(headers, WRITTEN_AT);
        return text.isPresent() && DIGITS.matcher(text.get()).matches()
                ? OptionalLong.of(Long.parseLong(text.get()))
                : OptionalLong.empty();
    }

    /** Adds a header with a text. */
    public static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(UTF_8));
    }
}
