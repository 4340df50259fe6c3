package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardCatalog;
import io.iamwatch.ingest.kinesis.ShardId;
import io.iamwatch.ingest.kinesis.StreamName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Which shards there are, which have been dealt out to tasks and which are read to their ends. Thread-safe:
 * Connect's thread deals, the connector's own looks for new ones.
 */
final class ShardLedger {

    private final KinesisClients clients;
    private final List<StreamName> streams;
    private final OffsetStorageReader offsets;
    private final Set<ShardId> dealt = new HashSet<>();
    private final Set<ShardId> finished = new HashSet<>();

    ShardLedger(KinesisClients clients, List<StreamName> streams, OffsetStorageReader offsets) {
        this.clients = clients;
        this.streams = streams;
        this.offsets = offsets;
    }

    /**
     * Returns all shards that are listed and not read to their ends, and notes that they are dealt out now.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if Kinesis does not list them
     */
    synchronized List<Lineage> deal() {
        List<Lineage> unfinished = unfinished(listed());
        dealt.clear();
        unfinished.forEach(lineage -> dealt.add(lineage.shard()));
        return unfinished;
    }

    /**
     * Returns whether there is a shard that is neither dealt out nor read to its end. One that ends or expires needs no
     * new deal: its task sees that.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if Kinesis does not list them
     */
    synchronized boolean isOutdated() {
        List<Lineage> news = listed().stream().filter(lineage -> !dealt.contains(lineage.shard()))
                .filter(lineage -> !finished.contains(lineage.shard())).toList();
        return !news.isEmpty() && !unfinished(news).isEmpty();
    }

    private List<Lineage> listed() {
        return streams.stream().flatMap(stream -> ShardCatalog.list(clients.of(stream), stream).stream()).toList();
    }

    private List<Lineage> unfinished(List<Lineage> lineages) {
        Map<ShardId, Position> stored = SourceOffsets.read(offsets, lineages.stream().map(Lineage::shard).toList());
        stored.forEach((shard, position) -> {
            if (position instanceof Position.ShardEnd) {
                finished.add(shard);
            }
        });
        return lineages.stream().filter(lineage -> !finished.contains(lineage.shard())).toList();
    }
}
