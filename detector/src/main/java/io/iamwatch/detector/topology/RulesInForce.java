package io.iamwatch.detector.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.rules.Rules;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tells, once for each topic of a partition, from which offset on which rules hold: in the transaction of its first
 * record that is judged by them, so that a replay finds out what was in force at each offset.
 */
final class RulesInForce {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** No account has that name. The topic follows. */
    private static final String KEY = "|rules|";

    private final KeyValueStore<String, byte[]> store;
    private final Rules rules;
    private final String hash;
    private final Set<String> told = new HashSet<>();

    RulesInForce(KeyValueStore<String, byte[]> store, Rules rules) {
        this.store = store;
        this.rules = rules;
        this.hash = rules.hash(AwsManagedPolicies.version());
    }

    /** Returns the hash of the rules, in hexadecimal. */
    String hash() {
        return hash;
    }

    /** Returns what is to be written, if these rules hold from this record on and that was not told yet. */
    Optional<byte[]> from(Origin first) {
        if (!told.add(first.topic())) {
            return Optional.empty();
        }
        String key = KEY + first.topic();
        byte[] now = hash.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (Arrays.equals(store.get(key), now)) {
            return Optional.empty();
        }
        store.put(key, now);
        return Optional.of(record(first));
    }

    private byte[] record(Origin first) {
        ObjectNode record = JSON.createObjectNode();
        record.put("hash", hash).put("engine", Rules.ENGINE).put("policies", AwsManagedPolicies.version());
        record.put("topic", first.topic()).put("partition", first.partition()).put("first_offset", first.offset());
        record.put("rules", rules.toYaml());
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values cannot fail to serialise", impossible);
        }
    }
}
