package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * The shards that one task reads. As text each is {@code stream/shard} and the shards that it came from: behind a
 * {@code <} each that is still listed, then behind a {@code ~} each that is gone.
 */
record Assignment(List<Lineage> shards) {

    private static final String LISTED = "<";
    private static final String GONE = "~";

    /** Deals shards out to at most {@code maxTasks} tasks, in turn; no task is without a shard. */
    static List<Assignment> deal(List<Lineage> shards, int maxTasks) {
        int tasks = Math.min(shards.size(), maxTasks);
        List<List<Lineage>> dealt = IntStream.range(0, tasks).<List<Lineage>>mapToObj(i -> new ArrayList<>()).toList();
        for (int i = 0; i < shards.size(); i++) {
            dealt.get(i % tasks).add(shards.get(i));
        }
        return dealt.stream().map(Assignment::new).toList();
    }

    /**
     * Reads what {@link #addTo} wrote.
     *
     * @throws ConfigException if it is not of that form
     */
    static Assignment of(KinesisSourceConfig config) {
        try {
            return new Assignment(config.taskShards().stream().map(Assignment::parse).toList());
        } catch (IllegalArgumentException malformed) {
            throw new ConfigException(KinesisSourceConfig.TASK_SHARDS, config.taskShards(), malformed.getMessage());
        }
    }

    /** Returns a connector's configuration with this in it: a task's configuration. */
    Map<String, String> addTo(Map<String, String> connector) {
        Map<String, String> task = new HashMap<>(connector);
        task.put(KinesisSourceConfig.TASK_SHARDS,
                shards.stream().map(Assignment::format).collect(Collectors.joining(",")));
        return task;
    }

    private static String format(Lineage lineage) {
        String listed = Stream.concat(Stream.of(lineage.shard()), lineage.listed().stream()).map(ShardId::toString)
                .collect(Collectors.joining(LISTED));
        return Stream.concat(Stream.of(listed), lineage.gone().stream().map(ShardId::toString))
                .collect(Collectors.joining(GONE));
    }

    private static Lineage parse(String text) {
        List<String> parts = List.of(text.split(GONE, -1));
        List<ShardId> ids = Stream.of(parts.getFirst().split(LISTED, -1)).map(ShardId::parse).toList();
        List<ShardId> gone = parts.stream().skip(1).map(ShardId::parse).toList();
        return new Lineage(ids.getFirst(), ids.subList(1, ids.size()), gone);
    }
}
