package io.iamwatch.deploy.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Puts pairs into Kinesis, each as one payload as CloudTrail writes it. What is refused is not put again. */
final class KinesisPut implements Put {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisPut.class);

    /** Kinesis takes 500 records a request. */
    private static final int MOST_ENTRIES = 400;

    private final CanarySettings.Target target;
    private final CanaryMark mark;
    private final KinesisClients clients;

    KinesisPut(CanarySettings.Target target, CanaryMark mark) {
        this.target = target;
        this.mark = mark;
        this.clients = new KinesisClients(KinesisEndpoint::connect, target.endpoint());
    }

    @Override
    public int put(List<CanaryPair> pairs) {
        int refused = 0;
        for (int from = 0; from < pairs.size(); from += MOST_ENTRIES) {
            refused += request(pairs.subList(from, Math.min(pairs.size(), from + MOST_ENTRIES)));
        }
        return refused;
    }

    private int request(List<CanaryPair> pairs) {
        List<PutRecordsRequestEntry> entries = pairs.stream().map(pair -> PutRecordsRequestEntry.builder()
                .data(SdkBytes.fromByteArrayUnsafe(payload(pair.records(mark)))).partitionKey(pair.account()).build())
                .toList();
        try {
            PutRecordsResponse answer = clients.of(target.stream())
                    .putRecords(request -> request.streamName(target.stream().name()).records(entries));
            answer.records().stream().filter(record -> record.errorCode() != null).findFirst()
                    .ifPresent(record -> LOG.warn("Kinesis refused {} pairs of the canary; stream={} error={}",
                            answer.failedRecordCount(), target.stream(), record.errorCode()));
            return answer.failedRecordCount() == null ? 0 : answer.failedRecordCount();
        } catch (SdkException failure) {
            LOG.warn("Kinesis does not take the canary's pairs; stream={} reason={}", target.stream(),
                    failure.getMessage());
            return pairs.size();
        }
    }

    /** The records stand in it as they were signed. */
    private static byte[] payload(List<byte[]> records) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes("{\"Records\":[".getBytes(UTF_8));
        payload.writeBytes(records.getFirst());
        payload.write(',');
        payload.writeBytes(records.getLast());
        payload.writeBytes("]}".getBytes(UTF_8));
        return payload.toByteArray();
    }

    @Override
    public void close() {
        clients.close();
    }
}
