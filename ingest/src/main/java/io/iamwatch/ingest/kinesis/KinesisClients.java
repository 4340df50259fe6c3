package io.iamwatch.ingest.kinesis;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** One client a region, made when it is needed. Thread-safe. */
public final class KinesisClients implements AutoCloseable {

    private final Function<KinesisEndpoint, KinesisClient> connect;
    private final KinesisEndpoint home;
    private final Map<KinesisEndpoint, KinesisClient> clients = new HashMap<>();
    private final Map<KinesisEndpoint, KinesisAsyncClient> asyncClients = new HashMap<>();
    private boolean closed;

    /**
     * Creates what makes clients.
     *
     * @param home where streams are that name no region
     */
    public KinesisClients(Function<KinesisEndpoint, KinesisClient> connect, KinesisEndpoint home) {
        this.connect = connect;
        this.home = home;
    }

    /** Returns the client of a stream's region, which ends with this. */
    public synchronized KinesisClient of(StreamName stream) {
        refuseWhenClosed();
        return clients.computeIfAbsent(home.in(stream), connect);
    }

    /** Returns the client of a stream's region for subscriptions, which ends with this. */
    synchronized KinesisAsyncClient async(StreamName stream) {
        refuseWhenClosed();
        return asyncClients.computeIfAbsent(home.in(stream), KinesisEndpoint::connectAsync);
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new IllegalStateException("the clients of Kinesis are closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        clients.values().forEach(KinesisClient::close);
        clients.clear();
        asyncClients.values().forEach(KinesisAsyncClient::close);
        asyncClients.clear();
    }
}
