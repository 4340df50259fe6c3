package io.iamwatch.deploy.positions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import io.iamwatch.ingest.connect.SourceOffsets;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** The stored positions of one connector on a Connect cluster. */
public final class ConnectorPositions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CONNECTORS = "connectors";

    private final ConnectApi api;
    private final String connector;

    private ConnectorPositions(ConnectApi api, String connector) {
        this.api = api;
        this.connector = connector;
    }

    /**
     * Finds a connector.
     *
     * @throws IllegalStateException if there is none of that name, or it is not iamwatch's: positions of others mean
     *     something else
     */
    public static ConnectorPositions of(ConnectApi api, String connector) {
        JsonNode config;
        try {
            config = api.get(CONNECTORS, connector, "config");
        } catch (ConnectApi.Refusal refusal) {
            if (!refusal.isNotFound()) {
                throw refusal;
            }
            throw new IllegalStateException("no connector " + connector + " at " + api + "; there: "
                    + texts(api.get(CONNECTORS)), refusal);
        }
        String type = config.path("connector.class").asText();
        // Connect also takes the class' simple name, with or without its last word.
        if (!KinesisSourceConnector.class.getName().endsWith(type.replaceFirst("(Connector)?$", "Connector"))) {
            throw new IllegalStateException("connector " + connector + " is a " + type + ", not a "
                    + KinesisSourceConnector.class.getName());
        }
        return new ConnectorPositions(api, connector);
    }

    private static String texts(JsonNode names) {
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add(name.asText()));
        return texts.isEmpty() ? "none" : String.join(", ", texts);
    }

    /** Returns the position of each shard that has one, by stream and shard. */
    public SortedMap<ShardId, Position> read() {
        SortedMap<ShardId, Position> positions = new TreeMap<>(
                Comparator.comparing(ShardId::stream).thenComparing(ShardId::shard));
        for (JsonNode entry : api.get(CONNECTORS, connector, "offsets").path("offsets")) {
            ShardId shard = SourceOffsets.shard(map(entry.path("partition")));
            positions.put(shard, SourceOffsets.position(shard, map(entry.path("offset"))));
        }
        return positions;
    }

    private static Map<String, Object> map(JsonNode json) {
        return JSON.convertValue(json, JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    /**
     * Stops the connector, since Connect moves no positions under running tasks, moves, and brings the connector back
     * to the state in which it was; also when the move is refused, which changes nothing.
     *
     * @param progress is told each step before it is done
     * @throws IllegalStateException if a step fails; says in which state the connector is then
     */
    public void move(List<Move> moves, Consumer<String> progress) {
        String before = api.get(CONNECTORS, connector, "status").at("/connector/state").asText();
        progress.accept("stops connector " + connector + ", which is " + before
                + "; should this command be interrupted: PUT " + api + "/connectors/" + connector + "/resume");
        api.put(CONNECTORS, connector, "stop");
        try {
            Await.until("connector " + connector + " to stop", LIMIT, this::isStopped);
            progress.accept("moves " + moves.size() + (moves.size() == 1 ? " shard" : " shards"));
            api.patch(change(moves), CONNECTORS, connector, "offsets");
        } finally {
            bringBack(before, progress);
        }
    }

    private void bringBack(String before, Consumer<String> progress) {
        switch (before) {
            case "STOPPED" -> progress.accept("the connector stays stopped, as it was");
            case "PAUSED" -> {
                progress.accept("pauses the connector, as it was");
                api.put(CONNECTORS, connector, "pause");
            }
            default -> {
                progress.accept("resumes the connector");
                api.put(CONNECTORS, connector, "resume");
                Await.until("connector " + connector + " to run again", LIMIT, this::runs);
            }
        }
    }

    private boolean isStopped() {
        JsonNode status = api.get(CONNECTORS, connector, "status");
        return status.at("/connector/state").asText().equals("STOPPED") && status.path("tasks").isEmpty();
    }

    private boolean runs() {
        JsonNode status = api.get(CONNECTORS, connector, "status");
        status.path("tasks").forEach(task -> {
            if (task.path("state").asText().equals("FAILED")) {
                throw new IllegalStateException("a task of connector " + connector + " failed after the move: "
                        + task.path("trace").asText().lines().findFirst().orElse("no reason given"));
            }
        });
        return status.at("/connector/state").asText().equals("RUNNING") && !status.path("tasks").isEmpty()
                && StreamSupport.stream(status.path("tasks").spliterator(), false)
                        .allMatch(task -> task.path("state").asText().equals("RUNNING"));
    }

    private static JsonNode change(List<Move> moves) {
        ObjectNode change = JSON.createObjectNode();
        ArrayNode offsets = change.putArray("offsets");
        for (Move move : moves) {
            ObjectNode offset = offsets.addObject();
            offset.set("partition", JSON.valueToTree(SourceOffsets.partition(move.shard())));
            offset.set("offset", move.to().<JsonNode>map(to -> JSON.valueToTree(SourceOffsets.offset(to)))
                    .orElseGet(JSON::nullNode));
        }
        return change;
    }
}
