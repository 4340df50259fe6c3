package io.iamwatch.deploy.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.KafkaConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaStatusBackingStore;
import org.apache.kafka.connect.util.SharedTopicAdmin;

/**
 * Puts the parts of a distributed worker together as Connect's own command line does, less the REST server, the way
 * MirrorMaker runs its workers.
 */
final class WorkerAssembly {

    private WorkerAssembly() {
    }

    static DistributedHerder assemble(Map<String, String> settings, String workerId) {
        Plugins plugins = new Plugins(settings);
        ClassLoader callers = Plugins.compareAndSwapLoaders(plugins.delegatingLoader());
        try {
            return assemble(plugins, new DistributedConfig(settings), workerId);
        } finally {
            Plugins.compareAndSwapLoaders(callers);
        }
    }

    private static DistributedHerder assemble(Plugins plugins, DistributedConfig config, String workerId) {
        ConnectorClientConfigOverridePolicy overrides = new AllConnectorClientConfigOverridePolicy();
        String clientIds = config.groupId() + "-";
        Map<String, Object> adminSettings = new HashMap<>(config.originals());
        adminSettings.put("client.id", clientIds + "shared-admin");
        SharedTopicAdmin admin = new SharedTopicAdmin(adminSettings);

        KafkaOffsetBackingStore offsets = new KafkaOffsetBackingStore(admin, () -> clientIds,
                internalConverter(plugins));
        offsets.configure(config);
        Worker worker = new Worker(workerId, Time.SYSTEM, plugins, config, offsets, overrides);
        Converter values = worker.getInternalValueConverter();
        KafkaStatusBackingStore statuses = new KafkaStatusBackingStore(Time.SYSTEM, values, admin, clientIds);
        statuses.configure(config);
        KafkaConfigBackingStore configs = new KafkaConfigBackingStore(values, config, worker.configTransformer(), admin,
                clientIds);
        return new DistributedHerder(config, Time.SYSTEM, worker, config.kafkaClusterId(), statuses, configs, workerId,
                null, overrides, List.of(), admin);
    }

    private static Converter internalConverter(Plugins plugins) {
        return plugins.newInternalConverter(true, JsonConverter.class.getName(), Map.of("schemas.enable", "false"));
    }
}
