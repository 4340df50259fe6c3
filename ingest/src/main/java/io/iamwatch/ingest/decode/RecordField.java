package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.stream.Stream;

/** Names that routing, or telling a record from an envelope, depends on, at whatever level they stand. */
enum RecordField {
    EVENT_TIME("eventTime"), EVENT_SOURCE("eventSource"), EVENT_NAME("eventName"), RECIPIENT_ACCOUNT(
            "recipientAccountId"), READ_ONLY("readOnly"), ERROR_CODE("errorCode"), MANAGEMENT_EVENT(
                    "managementEvent"), EVENT_CATEGORY("eventCategory"), USER_IDENTITY("userIdentity"), TYPE(
                            "type"), ACCOUNT_ID("accountId"), SESSION_CONTEXT("sessionContext"), SESSION_ISSUER(
                                    "sessionIssuer"), RECORDS("Records"), LOG_EVENTS("logEvents"), DETAIL(
                                            "detail"), DETAIL_TYPE("detail-type"), MESSAGE_TYPE("messageType"), OWNER(
                                                    "owner"), ACCOUNT("account"), MESSAGE("message"), OTHER("");

    private static final int LONGEST = 20;
    private static final RecordField[][] BY_LENGTH = byLength();

    private final String text;
    private final long head;

    RecordField(String text) {
        this.text = text;
        byte[] ascii = text.getBytes(US_ASCII);
        this.head = head(ascii, 0, ascii.length);
    }

    private static RecordField[][] byLength() {
        RecordField[][] byLength = new RecordField[LONGEST][];
        for (int i = 0; i < LONGEST; i++) {
            int length = i;
            byLength[i] = Stream.of(values()).filter(field -> field != OTHER && field.text.length() == length)
                    .toArray(RecordField[]::new);
        }
        return byLength;
    }

    /** Returns which one the bytes from {@code from} (inclusive) to {@code to} (exclusive) name. */
    static RecordField of(byte[] bytes, int from, int to) {
        RecordField[] candidates = to - from < LONGEST ? BY_LENGTH[to - from] : BY_LENGTH[0];
        if (candidates.length == 0) {
            return OTHER;
        }
        long head = head(bytes, from, to);
        for (RecordField field : candidates) {
            if (field.head == head && field.hasTail(bytes, from, to)) {
                return field;
            }
        }
        return OTHER;
    }

    /** Returns the first eight bytes, or as many as there are, as a number. */
    private static long head(byte[] bytes, int from, int to) {
        int length = Math.min(Words.BYTES, to - from);
        if (from + Words.BYTES <= bytes.length) {
            return Words.at(bytes, from) & (-1L >>> (Long.SIZE - Byte.SIZE * Math.max(1, length)));
        }
        long head = 0;
        for (int i = length - 1; i >= 0; i--) {
            head = (head << Byte.SIZE) | (bytes[from + i] & 0xff);
        }
        return head;
    }

    private boolean hasTail(byte[] bytes, int from, int to) {
        for (int i = Words.BYTES; i < to - from; i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
