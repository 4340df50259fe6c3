package io.iamwatch.ingest.kinesis;

import io.iamwatch.ingest.kinesis.Consumption.FanOut;
import io.iamwatch.ingest.kinesis.Consumption.Polling;
import java.time.InstantSource;
import java.util.List;

/** Makes the feed of each shard, by the configured way of consumption. */
final class Feeds {

    private final KinesisClients clients;
    private final Consumption consumption;
    private final InstantSource wallClock;
    private final StreamConsumers consumers;

    Feeds(KinesisClients clients, Consumption consumption, InstantSource wallClock) {
        this.clients = clients;
        this.consumption = consumption;
        this.wallClock = wallClock;
        this.consumers = new StreamConsumers(clients,
                consumption instanceof FanOut fanOut ? fanOut.consumer() : List.of());
    }

    ShardFeed of(ShardId shard) {
        return switch (consumption) {
            case Polling polling -> new PollingFeed(clients.of(shard.streamName()), shard, polling.interval(),
                    new AdaptiveLimit(polling.limit()), wallClock);
            case FanOut fanOut -> new FanOutFeed(clients.async(shard.streamName()), consumers, shard);
        };
    }
}
