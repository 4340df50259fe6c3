package io.iamwatch.deploy.config;

import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.deploy.canary.CanarySettings;
import io.iamwatch.detector.topology.Generation;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.streams.StreamsConfig;

/** A valid configuration. Its values are never logged, since secrets stand among them in plain text. */
public final class ServiceConfig {

    /** The most partitions that topics may have. */
    public static final int MOST_PARTITIONS = 1000;

    private final AbstractConfig services;
    private final Map<String, String> values;

    /**
     * Takes values that were checked.
     *
     * @param values by key, secrets resolved
     */
    ServiceConfig(Map<String, String> values) {
        this.services = new AbstractConfig(Keys.SERVICES, values, false);
        this.values = new TreeMap<>(values);
    }

    /** Returns where Kafka is; empty where this process brings its own broker. */
    public Optional<String> bootstrapServers() {
        return Optional.of(String.join(",", services.getList(Keys.BOOTSTRAP_SERVERS)))
                .filter(servers -> !servers.isEmpty());
    }

    /** Returns the folder for state and the broker's log. */
    public Path dataFolder() {
        return Path.of(services.getString(Keys.DATA_FOLDER)).toAbsolutePath().normalize();
    }

    /** Returns the port of the own broker; 0 for any. */
    public int brokerPort() {
        return services.getInt(Keys.BROKER_PORT);
    }

    /** Returns how many partitions topics get that the own broker creates. */
    public int partitions() {
        return services.getInt(Keys.PARTITIONS);
    }

    /** Returns the rules file; empty for the default rules. */
    public Optional<Path> rulesFile() {
        return Optional.ofNullable(services.getString(Keys.RULES_FILE)).map(Path::of);
    }

    /** Returns the rules file of candidates that speak in the shadow; empty for none. */
    public Optional<Path> shadowRulesFile() {
        return Optional.ofNullable(services.getString(Keys.SHADOW_RULES)).map(Path::of);
    }

    /** Returns the group of Connect workers. */
    public String connectGroup() {
        return services.getString(Keys.CONNECT_GROUP);
    }

    /** Returns where the REST interface of a Connect worker listens. */
    public URI connectListener() {
        return URI.create(services.getString(Keys.CONNECT_LISTENER));
    }

    /** Returns what goes to a Connect worker as it stands. */
    public Map<String, String> connectWorker() {
        return behind(Keys.CONNECT_WORKER);
    }

    /** Returns the connector's own settings. */
    public Map<String, String> connector() {
        Map<String, String> connector = new HashMap<>();
        values.forEach((key, value) -> {
            if (Keys.CONNECTOR.names().contains(key)) {
                connector.put(key, value);
            }
        });
        connector.put("tasks.max", services.getInt(Keys.TASKS).toString());
        return connector;
    }

    /** Returns what a Connect worker is told besides its group: Kafka's clients, those of its connectors among them. */
    public Map<String, String> connectSettings() {
        Map<String, String> settings = new HashMap<>();
        kafka().forEach((key, value) -> {
            for (String client : List.of("", "producer.", "consumer.", "admin.")) {
                settings.put(client + key, value);
            }
        });
        settings.putAll(connectWorker());
        return settings;
    }

    /** Returns what goes to every Kafka client: TLS, SASL. */
    public Map<String, String> kafka() {
        return behind(Keys.KAFKA);
    }

    /** Returns the settings of the detector's Streams but for where Kafka is. */
    public Map<String, Object> detector() {
        return streams(Keys.DETECTOR_THREADS, Keys.DETECTOR_STANDBYS);
    }

    /** Returns which life of the detector's state it is. */
    public Generation detectorGeneration() {
        return new Generation(services.getInt(Keys.DETECTOR_GENERATION));
    }

    /** Returns the settings of alerting's Streams but for where Kafka is. */
    public Map<String, Object> alerting() {
        return streams(Keys.ALERTING_THREADS, Keys.ALERTING_STANDBYS);
    }

    /** Returns how long what must be told of incidents may wait. */
    public Timing timing() {
        return new Timing(services.getLong(Keys.NOTIFY_PROVISIONAL), services.getLong(Keys.NOTIFY_UPDATES),
                services.getLong(Keys.NOTIFY_DIGEST));
    }

    /** Returns who looks after incidents that nobody was assigned to. */
    public AssigneeGroups assigneeGroups() {
        return AssigneeGroups.parse(services.getList(Keys.ASSIGNEE_GROUPS));
    }

    /** Returns who is told of incidents. */
    public List<SinkSettings> sinks() {
        return services.getList(SinkKeys.SINKS).stream().map(sink -> SinkConfigs.of(sink, values)).toList();
    }

    private Map<String, Object> streams(String threads, String standbys) {
        Map<String, Object> streams = new HashMap<>(kafka());
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, services.getInt(threads));
        streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, services.getInt(standbys));
        streams.put(StreamsConfig.STATE_DIR_CONFIG, dataFolder().resolve("state").toString());
        bootstrapServers().ifPresent(servers -> streams.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers));
        return streams;
    }

    /** Returns the address, by number, where health and metrics are answered. */
    public String httpAddress() {
        return services.getString(Keys.HTTP_ADDRESS);
    }

    /** Returns the port where health and metrics are answered; 0 for any. */
    public int httpPort() {
        return services.getInt(Keys.HTTP_PORT);
    }

    /** Returns what callers have to send; empty where everybody may ask. */
    public Optional<Password> httpToken() {
        return Optional.ofNullable(services.getPassword(Keys.HTTP_TOKEN));
    }

    /**
     * Returns how health and metrics are answered on https; empty where they are on http.
     *
     * @throws org.apache.kafka.common.KafkaException if a file for it cannot be read any more
     */
    public Optional<HttpTls> httpTls() {
        return httpStores().open();
    }

    /** Returns the address, by number, of the console. */
    public String consoleAddress() {
        return services.getString(Keys.CONSOLE_ADDRESS);
    }

    /** Returns the port of the console; 0 for any, -1 for no console. */
    public int consolePort() {
        return services.getInt(Keys.CONSOLE_PORT);
    }

    /** Returns what users of the console have to show; empty where a proxy tells who they are, or everybody may. */
    public Optional<Password> consoleToken() {
        return Optional.ofNullable(services.getPassword(Keys.CONSOLE_TOKEN));
    }

    /** Returns the header in which a proxy tells who its user is; empty where none does. */
    public Optional<String> consoleUserHeader() {
        return Optional.ofNullable(services.getString(Keys.CONSOLE_USER_HEADER));
    }

    /** Returns the addresses, by number, of which that header is believed. */
    public List<String> consoleProxies() {
        return services.getList(Keys.CONSOLE_PROXIES);
    }

    /** Returns what the canary needs to know; empty for no canary. */
    public Optional<CanarySettings> canary() {
        return CanaryKeys.settings(services, connector());
    }

    HttpStores httpStores() {
        Map<String, Object> settings = new HashMap<>();
        services.values().forEach((key, value) -> {
            if (key.startsWith(Keys.HTTP_SSL) && value != null) {
                settings.put(key.substring(Keys.HTTP.length()), value);
            }
        });
        return new HttpStores(settings);
    }

    private Map<String, String> behind(String prefix) {
        Map<String, String> behind = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                behind.put(key.substring(prefix.length()), value);
            }
        });
        return behind;
    }
}
