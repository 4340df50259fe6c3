package io.iamwatch.deploy.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.replay.RulesTimeline;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which rules were in force, partition by partition, as the live detectors have told it. */
final class InForce {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, List<RulesTimeline.Change>> changes = new HashMap<>();
    private final Set<String> otherEngines = new TreeSet<>();
    private final Set<String> otherPolicies = new TreeSet<>();
    private RulesTimeline.Change newest;

    /** Nothing was told yet. */
    InForce() {
    }

    /** Reads {@code iamwatch.rules}. */
    static InForce read(KafkaReader kafka) {
        InForce inForce = new InForce();
        kafka.each(Topics.RULES.name(), inForce::add);
        return inForce;
    }

    void add(ConsumerRecord<String, byte[]> record) {
        JsonNode told = parse(record);
        String yaml = told.path("rules").asText();
        if (!(RulesReader.read(yaml) instanceof Reading.Valid(Rules rules))) {
            throw strange(record, "holds rules that this version cannot read");
        }
        note(told.path("engine").asText(), Rules.ENGINE, otherEngines);
        note(told.path("policies").asText(), AwsManagedPolicies.version(), otherPolicies);
        var change = new RulesTimeline.Change(told.path("topic").asText(), told.path("first_offset").asLong(),
                record.timestamp(), rules);
        changes.computeIfAbsent(told.path("partition").asInt(), none -> new ArrayList<>()).add(change);
        if (newest == null || change.arrival() >= newest.arrival()) {
            newest = change;
        }
    }

    private static void note(String told, String own, Set<String> others) {
        if (!told.equals(own)) {
            others.add(told);
        }
    }

    private static JsonNode parse(ConsumerRecord<String, byte[]> record) {
        try {
            JsonNode told = JSON.readTree(record.value());
            if (told.isObject()) {
                return told;
            }
        } catch (IOException | IllegalArgumentException noJson) {
            throw strange(record, "is no JSON object, and so not written by a detector");
        }
        throw strange(record, "is no JSON object, and so not written by a detector");
    }

    private static ReplayFailure strange(ConsumerRecord<String, byte[]> record, String what) {
        return new ReplayFailure(record.topic() + ", partition " + record.partition() + ", offset " + record.offset()
                + ": " + what);
    }

    /** Returns whether nothing was ever told. */
    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Returns what came into force last; the default rules where nothing was told. */
    Rules newest() {
        return newest == null ? Rules.DEFAULT : newest.rules();
    }

    /** Returns what held in a partition. */
    RulesTimeline of(int partition) {
        List<RulesTimeline.Change> own = changes.get(partition);
        return own == null ? RulesTimeline.always(newest()) : new RulesTimeline(own);
    }

    /**
     * Returns the first offset of a topic's partition that a live detector judged; empty where none has told it. What
     * stands before it was never judged live.
     */
    OptionalLong begin(String topic, int partition) {
        return changes.getOrDefault(partition, List.of()).stream().filter(change -> change.topic().equals(topic))
                .mapToLong(RulesTimeline.Change::offset).min();
    }

    /** Returns how the live detectors differed from this program; empty where they did not. */
    Optional<String> otherProgram() {
        List<String> others = new ArrayList<>();
        otherEngines.forEach(engine -> others.add(engine + " instead of " + Rules.ENGINE));
        otherPolicies.forEach(table -> others.add("AWS policies of " + table + " instead of "
                + AwsManagedPolicies.version()));
        return others.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", others));
    }
}
