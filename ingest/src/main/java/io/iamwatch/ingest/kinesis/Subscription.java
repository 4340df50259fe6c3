package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * One SubscribeToShard call, which Kinesis ends after five minutes. The next event is asked for when the one before
 * has been taken, so that a slow reader slows Kinesis down instead of filling the memory.
 */
final class Subscription implements AutoCloseable {

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<org.reactivestreams.Subscription> upstream = new CompletableFuture<>();
    private final CompletableFuture<Void> call;

    /** What Kinesis sends. */
    sealed interface Signal {

        /** Records, or the news that there are none. */
        record Event(SubscribeToShardEvent event) implements Signal {
        }

        /** The five minutes are over. */
        record Over() implements Signal {
        }

        /** It was refused, or broke off. */
        record Failed(RuntimeException cause) implements Signal {
        }
    }

    Subscription(KinesisAsyncClient client, SubscribeToShardRequest request) {
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .onEventStream(events -> events.subscribe(new Listener())).onError(this::failed).build();
        call = client.subscribeToShard(request, handler);
        CompletableFuture<Void> unused = call.whenComplete((nothing, failure) -> {
            if (failure == null) {
                signals.add(new Signal.Over());
            } else {
                failed(failure);
            }
        });
    }

    /** Returns the next signal, or nothing after a wait. */
    Optional<Signal> take(Duration wait) throws InterruptedException {
        Signal signal = signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (signal instanceof Signal.Event) {
            upstream.join().request(1);
        }
        return Optional.ofNullable(signal);
    }

    @Override
    public void close() {
        if (upstream.isDone()) {
            upstream.join().cancel();
        }
        call.cancel(true);
    }

    private void failed(Throwable failure) {
        signals.add(new Signal.Failed(Failures.cause(failure)));
    }

    private final class Listener implements Subscriber<SubscribeToShardEventStream> {

        @Override
        public void onSubscribe(org.reactivestreams.Subscription subscription) {
            upstream.complete(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            if (event instanceof SubscribeToShardEvent records) {
                signals.add(new Signal.Event(records));
            } else {
                upstream.join().request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            failed(failure);
        }

        @Override
        public void onComplete() {
            signals.add(new Signal.Over());
        }
    }
}
