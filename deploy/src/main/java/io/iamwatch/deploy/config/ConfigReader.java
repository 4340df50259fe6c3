package io.iamwatch.deploy.config;

import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** Reads a configuration: a file, environment variables over it, secrets from where they are kept. */
public final class ConfigReader {

    private ConfigReader() {
    }

    /**
     * Reads a configuration and checks all of it.
     *
     * @param environment the process' environment
     * @param services those that are to be started with it; what only others need may be missing
     * @throws IOException if the file cannot be read
     */
    public static Reading read(Reader file, Map<String, String> environment, Set<Service> services)
            throws IOException {
        PropertiesText text = PropertiesText.read(file);
        List<Problem> problems = new ArrayList<>(text.problems());
        List<String> sinks = SinkKeys.split(environment.getOrDefault(Environment.variable(SinkKeys.SINKS),
                text.values().getOrDefault(SinkKeys.SINKS, "")));
        Set<String> keys = new TreeSet<>(Keys.names());
        keys.addAll(SinkKeys.names(sinks));
        Environment over = Environment.read(environment, keys);
        problems.addAll(over.problems());
        Map<String, String> written = new TreeMap<>(text.values());
        written.putAll(over.values());
        Secrets secrets = Secrets.resolve(written);
        problems.addAll(secrets.problems());
        problems.addAll(check(written, secrets.resolved(), services, keys));
        problems.addAll(checkSinks(written, secrets.resolved(), sinks));
        problems.sort(Comparator.comparing(Problem::key));
        return problems.isEmpty()
                ? new Reading.Valid(new ServiceConfig(secrets.resolved()))
                : new Reading.Invalid(List.copyOf(problems));
    }

    private static List<Problem> check(Map<String, String> written, Map<String, String> values,
            Set<Service> services, Set<String> keys) {
        List<Problem> problems = new ArrayList<>();
        written.keySet().stream().filter(key -> !isKey(key, keys))
                .forEach(key -> problems.add(new Problem(key, unknown(key))));
        written.keySet().stream().filter(ConfigReader::isForbidden).forEach(key -> problems.add(new Problem(key,
                "cannot be set here: " + Keys.BOOTSTRAP_SERVERS + ", " + Keys.CONNECT_GROUP + " and "
                        + Keys.CONNECT_LISTENER + " say where services connect and listen")));
        add(Keys.SERVICES.validate(values), Keys.SERVICES, written, problems);
        if (services.contains(Service.INGEST)) {
            add(new KinesisSourceConnector().validate(ofConnector(values)).configValues(), Keys.CONNECTOR, written,
                    problems);
        }
        if (problems.isEmpty()) {
            ServiceConfig config = new ServiceConfig(values);
            Exposure.check(config, problems);
            problems.addAll(config.httpStores().problems(written));
            problems.addAll(CanaryKeys.problems(values));
        }
        return problems;
    }

    private static List<Problem> checkSinks(Map<String, String> written, Map<String, String> values,
            List<String> sinks) {
        List<Problem> problems = new ArrayList<>(SinkConfigs.problems(values, sinks));
        sinks.forEach(sink -> {
            ConfigDef definition = SinkKeys.of(SinkKeys.prefix(sink));
            add(definition.validate(values), definition, written, problems);
        });
        return problems;
    }

    /** Of a sink that is not listed the keys do nothing: that is told too. */
    private static String unknown(String key) {
        return key.startsWith(SinkKeys.SINK)
                ? "there is no such key of a sink that " + SinkKeys.SINKS + " names; allowed: " + String.join(", ",
                        SinkKeys.of(SinkKeys.prefix("NAME")).names())
                : "there is no such key; allowed: " + String.join(", ", Keys.names()) + ", " + SinkKeys.SINK
                        + "NAME.*, kafka.* and " + Keys.CONNECT_WORKER + "*";
    }

    private static boolean isKey(String key, Set<String> keys) {
        return keys.contains(key) || Keys.OPEN.stream().anyMatch(key::startsWith);
    }

    private static boolean isForbidden(String key) {
        return Keys.OPEN.stream().filter(key::startsWith).map(prefix -> key.substring(prefix.length()))
                .anyMatch(rest -> rest.startsWith("listeners.") || Keys.NOT_BEHIND_PREFIXES.contains(rest));
    }

    private static Map<String, String> ofConnector(Map<String, String> values) {
        Map<String, String> connector = new HashMap<>(values);
        connector.keySet().retainAll(Keys.CONNECTOR.names());
        return connector;
    }

    private static void add(List<ConfigValue> checked, ConfigDef definition, Map<String, String> written,
            List<Problem> problems) {
        for (ConfigValue value : checked) {
            if (!value.errorMessages().isEmpty()) {
                problems.add(new Problem(value.name(), message(value, definition, written.get(value.name()))));
            }
        }
    }

    /** What a secret stands for is not quoted. */
    private static String message(ConfigValue value, ConfigDef definition, String written) {
        if (written != null && Secrets.refers(written)) {
            ConfigDef.ConfigKey key = definition.configKeys().get(value.name());
            return "what " + written + " stands for is not allowed; allowed: "
                    + (key.validator == null ? key.type : key.validator);
        }
        return value.errorMessages().getFirst();
    }
}
