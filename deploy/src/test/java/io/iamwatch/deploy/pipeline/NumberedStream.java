package io.iamwatch.deploy.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A Kinesis stream of numbered events: each number once, of each account in rising order. */
final class NumberedStream {

    private static final int ACCOUNTS = 8;

    private final KinesisClient kinesis;
    private final String name;
    private final String accountPrefix;
    private final AtomicInteger last = new AtomicInteger();

    /**
     * Names a stream.
     *
     * @param prefix three digits that no other stream's accounts begin with
     */
    NumberedStream(KinesisClient kinesis, String name, String prefix) {
        this.kinesis = kinesis;
        this.name = name;
        this.accountPrefix = prefix;
    }

    String name() {
        return name;
    }

    /** Puts more numbers, one after the other. */
    void put(int count) {
        for (int i = 0; i < count; i++) {
            int number = last.incrementAndGet();
            String account = account(number % ACCOUNTS);
            kinesis.putRecord(request -> request.streamName(name).partitionKey(account)
                    .data(SdkBytes.fromUtf8String(event(account, number, ""))));
        }
    }

    /** Puts a number in an event of at least so many bytes, as gzip: the emulator takes minutes for a large record. */
    void putLarge(int bytes) {
        int number = last.incrementAndGet();
        String account = account(number % ACCOUNTS);
        kinesis.putRecord(request -> request.streamName(name).partitionKey(account)
                .data(SdkBytes.fromByteArray(gzip(event(account, number, "x".repeat(bytes))))));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    int last() {
        return last.get();
    }

    boolean isOwn(String account) {
        return account.startsWith(accountPrefix);
    }

    private String account(int index) {
        return accountPrefix + String.format(Locale.ROOT, "%09d", index);
    }

    private static String event(String account, int number, String padding) {
        return "{\"eventVersion\":\"1.11\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateUser\","
                + "\"eventTime\":\"2026-11-01T00:00:00Z\",\"eventID\":\"" + number + "\",\"padding\":\"" + padding
                + "\",\"recipientAccountId\":\"" + account + "\",\"userIdentity\":{\"type\":\"IAMUser\","
                + "\"accountId\":\"" + account + "\"}}";
    }
}
