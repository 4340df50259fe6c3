package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Kinesis in memory: shards, iterators, pages of two shards, and whatever failure a test asks for. */
public final class FakeKinesis implements KinesisClient {

    private static final int PAGE = 2;

    private final Map<ShardId, Content> shards = new LinkedHashMap<>();
    private final Deque<RuntimeException> failures = new ConcurrentLinkedDeque<>();
    private final List<GetShardIteratorRequest> iteratorRequests = new CopyOnWriteArrayList<>();
    private final AtomicInteger lists = new AtomicInteger();
    private Duration retention = Duration.ofHours(24);
    private int sequence;
    private volatile boolean closed;

    private static final class Content {
        private final List<Record> records = new ArrayList<>();
        private String parent;
        private boolean ended;
    }

    /** Adds an empty shard. */
    public synchronized ShardId shard(String stream, String shard) {
        ShardId id = new ShardId(stream, shard);
        shards.put(id, new Content());
        return id;
    }

    /** Adds a shard that another was split into. */
    public synchronized ShardId child(ShardId parent, String shard) {
        ShardId id = shard(parent.stream(), shard);
        shards.get(id).parent = parent.shard();
        return id;
    }

    /** Adds a record and returns its sequence number. */
    public synchronized String put(ShardId shard, byte[] data, Instant arrival) {
        String number = "4950000000000000000000000000000000000000000000%010d".formatted(++sequence);
        shards.get(shard).records.add(Record.builder().sequenceNumber(number).data(SdkBytes.fromByteArray(data))
                .approximateArrivalTimestamp(arrival).partitionKey("k").build());
        return number;
    }

    /** Closes a shard, as a reshard does. */
    public synchronized void end(ShardId shard) {
        shards.get(shard).ended = true;
    }

    /** Removes all records that a shard has so far, as time does. */
    public synchronized void trim(ShardId shard) {
        shards.get(shard).records.clear();
    }

    /** Sets how long streams keep records. */
    public synchronized void retention(Duration kept) {
        retention = kept;
    }

    /** Returns how many pages of shards were asked for. */
    public int lists() {
        return lists.get();
    }

    /** Makes a following call fail, once. */
    public void fail(RuntimeException failure) {
        failures.add(failure);
    }

    /** Returns whether all failures have been met. */
    public boolean hasFailed() {
        return failures.isEmpty();
    }

    /** Returns the iterators that were asked for so far. */
    public List<GetShardIteratorRequest> iteratorRequests() {
        return iteratorRequests;
    }

    /** Returns whether the client was closed. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized ListShardsResponse listShards(ListShardsRequest request) {
        lists.incrementAndGet();
        failIfAsked();
        if ((request.streamName() == null) == (request.nextToken() == null)) {
            throw new IllegalArgumentException("either a stream or a page");
        }
        String[] page = request.nextToken() == null
                ? new String[]{request.streamName(), "0"}
                : request.nextToken().split("#", -1);
        int from = Integer.parseInt(page[1]);
        List<ShardId> ids = shards.keySet().stream().filter(id -> id.stream().equals(page[0])).toList();
        int to = Math.min(ids.size(), from + PAGE);
        return ListShardsResponse.builder()
                .shards(ids.subList(from, to).stream()
                        .map(id -> Shard.builder().shardId(id.shard()).parentShardId(shards.get(id).parent).build())
                        .toList())
                .nextToken(to < ids.size() ? page[0] + "#" + to : null).build();
    }

    @Override
    public synchronized DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest request) {
        return DescribeStreamSummaryResponse.builder()
                .streamDescriptionSummary(summary -> summary.streamName(request.streamName())
                        .retentionPeriodHours((int) retention.toHours()))
                .build();
    }

    @Override
    public synchronized GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        failIfAsked();
        iteratorRequests.add(request);
        ShardId shard = new ShardId(request.streamName(), request.shardId());
        List<Record> records = shards.get(shard).records;
        long skipped = switch (request.shardIteratorType()) {
            case TRIM_HORIZON -> 0;
            case AT_TIMESTAMP -> records.stream()
                    .filter(r -> r.approximateArrivalTimestamp().isBefore(request.timestamp())).count();
            case AFTER_SEQUENCE_NUMBER -> records.stream()
                    .filter(r -> r.sequenceNumber().compareTo(request.startingSequenceNumber()) <= 0).count();
            default -> throw new IllegalArgumentException("not used: " + request);
        };
        return GetShardIteratorResponse.builder().shardIterator(shard + "#" + skipped).build();
    }

    @Override
    public synchronized GetRecordsResponse getRecords(GetRecordsRequest request) {
        failIfAsked();
        String[] iterator = request.shardIterator().split("#", -1);
        Content content = shards.get(ShardId.parse(iterator[0]));
        int from = Integer.parseInt(iterator[1]);
        int to = Math.min(content.records.size(), from + request.limit());
        boolean end = content.ended && to == content.records.size();
        return GetRecordsResponse.builder().records(content.records.subList(from, to))
                .nextShardIterator(end ? null : iterator[0] + "#" + to)
                .millisBehindLatest(to < content.records.size() ? 1L : 0L).build();
    }

    private void failIfAsked() {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        closed = true;
    }
}
