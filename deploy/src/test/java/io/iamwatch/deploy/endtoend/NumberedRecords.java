package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * Puts CloudTrail records into a stream that are numbered from 0 on, whatever happens to who reads them. The
 * account of a record is its number modulo the accounts, and its key in Kinesis: so an account's numbers ascend
 * within a shard, and from a shard to those that it is split into or merged with.
 */
final class NumberedRecords implements AutoCloseable {

    static final int ACCOUNTS = 8;
    static final Pattern NUMBER = Pattern.compile("\"eventID\":\"number-(\\d+)\"");

    private static final int RECORDS_A_PUT = 16;
    private static final int MILLIS_BETWEEN_PUTS = 200;

    private final KinesisClient kinesis;
    private final String stream;
    private final AtomicInteger put = new AtomicInteger();
    private final ScheduledExecutorService putting = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> going;

    NumberedRecords(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.going = putting.scheduleWithFixedDelay(this::putNext, 0, MILLIS_BETWEEN_PUTS, TimeUnit.MILLISECONDS);
    }

    private void putNext() {
        int from = put.get();
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int number = from; number < from + RECORDS_A_PUT; number++) {
            entries.add(PutRecordsRequestEntry.builder().partitionKey(account(number))
                    .data(SdkBytes.fromByteArray(record(number).getBytes(UTF_8))).build());
        }
        int failed = kinesis.putRecords(request -> request.streamName(stream).records(entries)).failedRecordCount();
        if (failed > 0) {
            throw new IllegalStateException("the emulator refuses " + failed + " records");
        }
        put.addAndGet(RECORDS_A_PUT);
    }

    static String account(int number) {
        return "11111111111" + number % ACCOUNTS;
    }

    private static String record(int number) {
        return """
                {"eventVersion":"1.08","userIdentity":{"type":"IAMUser","accountId":"%1$s"},\
                "eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"TagUser",\
                "readOnly":false,"eventID":"number-%2$d","managementEvent":true,"recipientAccountId":"%1$s"}"""
                .formatted(account(number), number);
    }

    /** How many are in Kinesis: all numbers below it. */
    int count() {
        if (going.isDone() && !going.isCancelled()) {
            throw new IllegalStateException("no more records: " + going, going.exceptionNow());
        }
        return put.get();
    }

    /** Ends after a whole request; returns how many there are in all. */
    int stop() throws InterruptedException, ExecutionException {
        going.cancel(false);
        putting.submit(() -> {}).get();
        return put.get();
    }

    @Override
    public void close() {
        putting.shutdownNow();
    }
}
