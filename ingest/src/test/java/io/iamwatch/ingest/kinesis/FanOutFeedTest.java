package io.iamwatch.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** What is made of a subscription's events, as AWS documents them. */
@Timeout(30)
class FanOutFeedTest {

    private static final String ARN = "arn:aws:kinesis:eu-central-1:111122223333:stream/trail/consumer/iamwatch:1";
    private static final Position START = new Position.After("100");

    private final Client client = new Client();
    private final FanOutFeed feed = new FanOutFeed(client, new StreamConsumers(null, List.of(ARN)),
            new ShardId("trail", "shardId-000"));

    @AfterEach
    void close() {
        feed.close();
    }

    @Test
    void eventsAreAskedForOneByOne() throws InterruptedException {
        feed.open(START);
        client.send(event("101", 5), event("102", 0));
        assertThat(client.requested.get()).isEqualTo(1);
        Answer first = feed.next();
        assertThat(first.records()).extracting(Record::sequenceNumber).containsExactly("101");
        assertThat(first.millisBehindLatest()).isEqualTo(5);
        assertThat(client.requested.get()).isEqualTo(2);
        assertThat(feed.next().records()).extracting(Record::sequenceNumber).containsExactly("102");
        SubscribeToShardRequest request = client.requests.getFirst();
        assertThat(request.consumerARN()).isEqualTo(ARN);
        assertThat(request.startingPosition().type()).isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
        assertThat(request.startingPosition().sequenceNumber()).isEqualTo("100");
    }

    @Test
    void afterFiveMinutesItIsRenewedFromTheContinuation() throws InterruptedException {
        feed.open(START);
        client.send(event("101", 0), empty("150"));
        feed.next();
        feed.next();
        client.complete();
        assertThat(feed.next().end()).isFalse();
        assertThat(feed.isOpen()).isFalse();
        feed.open(new Position.After("101"));
        assertThat(client.requests.getLast().startingPosition().sequenceNumber()).isEqualTo("150");
    }

    @Test
    void anEventWithoutContinuationAndWithChildrenIsTheEnd() throws InterruptedException {
        feed.open(START);
        client.send(SubscribeToShardEvent.builder().records(record("101")).millisBehindLatest(0L)
                .childShards(ChildShard.builder().shardId("shardId-001").build()).build());
        Answer end = feed.next();
        assertThat(end.end()).isTrue();
        assertThat(end.records()).hasSize(1);
    }

    @Test
    void anEventThatIsNeitherEndsNothing() {
        feed.open(START);
        client.send(SubscribeToShardEvent.builder().records(record("101")).millisBehindLatest(0L).build());
        assertThatThrownBy(feed::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRefusalIsToldAndTheContinuationKept() throws InterruptedException {
        feed.open(START);
        client.send(event("101", 0));
        feed.next();
        RuntimeException inUse = ResourceInUseException.builder().message("another subscription").build();
        client.fail(inUse);
        assertThatThrownBy(feed::next).isSameAs(inUse);
        feed.failed(inUse);
        assertThat(feed.isOpen()).isFalse();
        feed.open(START);
        assertThat(client.requests.getLast().startingPosition().sequenceNumber()).isEqualTo("101");
    }

    @Test
    void aRefusedPositionDropsTheContinuation() throws InterruptedException {
        feed.open(START);
        client.send(event("101", 0));
        feed.next();
        feed.failed(InvalidArgumentException.builder().message("bad sequence number").build());
        feed.open(new Position.TrimHorizon());
        assertThat(client.requests.getLast().startingPosition().type()).isEqualTo(ShardIteratorType.TRIM_HORIZON);
    }

    @Test
    void closingCancelsWhatIsUnderWay() {
        feed.open(START);
        feed.close();
        assertThat(client.call.isCancelled()).isTrue();
        assertThat(client.cancelled).isTrue();
    }

    private static SubscribeToShardEvent event(String sequence, long behind) {
        return SubscribeToShardEvent.builder().records(record(sequence)).continuationSequenceNumber(sequence)
                .millisBehindLatest(behind).build();
    }

    private static SubscribeToShardEvent empty(String continuation) {
        return SubscribeToShardEvent.builder().records(List.of()).continuationSequenceNumber(continuation)
                .millisBehindLatest(0L).build();
    }

    private static Record record(String sequence) {
        return Record.builder().sequenceNumber(sequence).data(SdkBytes.fromUtf8String("x")).build();
    }

    /** A client whose subscriptions send what a test tells them to. */
    private static final class Client implements KinesisAsyncClient {

        private final List<SubscribeToShardRequest> requests = new ArrayList<>();
        private final AtomicLong requested = new AtomicLong();
        private CompletableFuture<Void> call;
        private boolean cancelled;
        private Subscriber<? super SubscribeToShardEventStream> subscriber;

        @Override
        public CompletableFuture<Void> subscribeToShard(SubscribeToShardRequest request,
                SubscribeToShardResponseHandler handler) {
            requests.add(request);
            requested.set(0);
            call = new CompletableFuture<>();
            handler.onEventStream(SdkPublisher.adapt(asking -> {
                subscriber = asking;
                asking.onSubscribe(new Demand());
            }));
            return call;
        }

        void send(SubscribeToShardEvent... events) {
            for (SubscribeToShardEvent event : events) {
                subscriber.onNext(event);
            }
        }

        void complete() {
            subscriber.onComplete();
            call.complete(null);
        }

        void fail(RuntimeException cause) {
            call.completeExceptionally(cause);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }

        private final class Demand implements org.reactivestreams.Subscription {
            @Override
            public void request(long more) {
                requested.addAndGet(more);
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        }
    }
}
