package io.iamwatch.ingest.kinesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Lists the shards of streams. */
public final class ShardCatalog {

    private ShardCatalog() {
    }

    /**
     * Returns all shards that a stream lists, open and closed, all pages of them.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if Kinesis does not answer or refuses
     */
    public static List<Lineage> list(KinesisClient client, StreamName stream) {
        Map<String, Shard> byId = shards(client, stream);
        return byId.keySet().stream().map(id -> lineage(stream, id, byId)).toList();
    }

    /** Returns whether the stream still lists a shard; one that it does not list can never be read again. */
    static boolean lists(KinesisClient client, ShardId shard) {
        return shards(client, shard.streamName()).containsKey(shard.shard());
    }

    private static Map<String, Shard> shards(KinesisClient client, StreamName stream) {
        Map<String, Shard> byId = new LinkedHashMap<>();
        String page = null;
        do {
            ListShardsRequest.Builder request = ListShardsRequest.builder();
            // Kinesis refuses a request that names the stream beside a page.
            ListShardsResponse response = client
                    .listShards((page == null ? request.streamName(stream.name()) : request.nextToken(page)).build());
            response.shards().forEach(shard -> byId.put(shard.shardId(), shard));
            page = response.nextToken();
        } while (page != null);
        return byId;
    }

    private static Lineage lineage(StreamName stream, String id, Map<String, Shard> byId) {
        Set<String> ancestors = new LinkedHashSet<>();
        List<String> pending = new ArrayList<>(List.of(id));
        while (!pending.isEmpty()) {
            Shard shard = byId.get(pending.removeLast());
            if (shard != null) {
                Stream.of(shard.parentShardId(), shard.adjacentParentShardId()).filter(Objects::nonNull)
                        .filter(ancestors::add).forEach(pending::add);
            }
        }
        List<ShardId> listed = ancestors.stream().filter(byId::containsKey).map(in(stream)).toList();
        List<ShardId> gone = ancestors.stream().filter(ancestor -> !byId.containsKey(ancestor)).map(in(stream))
                .toList();
        return new Lineage(new ShardId(stream.toString(), id), listed, gone);
    }

    private static java.util.function.Function<String, ShardId> in(StreamName stream) {
        return shard -> new ShardId(stream.toString(), shard);
    }
}
