package io.iamwatch.deploy.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Values that stand elsewhere, by Kafka's config providers:
 * <code>${file:/etc/iamwatch/secrets.properties:key}</code>, <code>${dir:/run/secrets:file}</code>,
 * <code>${env:VARIABLE}</code>.
 */
record Secrets(Map<String, String> resolved, List<Problem> problems) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|dir|env):[^}]*}");

    static Secrets resolve(Map<String, String> values) {
        try (ConfigProvider file = new FileConfigProvider();
                ConfigProvider dir = new DirectoryConfigProvider();
                ConfigProvider env = new EnvVarConfigProvider()) {
            Map<String, ConfigProvider> providers = Map.of("file", file, "dir", dir, "env", env);
            providers.values().forEach(provider -> provider.configure(Map.of()));
            ConfigTransformer transformer = new ConfigTransformer(providers);
            Map<String, String> resolved = new TreeMap<>();
            List<Problem> problems = new ArrayList<>();
            values.forEach((key, value) -> {
                String meant = refers(value) ? meant(transformer, key, value) : value;
                resolved.put(key, meant);
                if (refers(meant)) {
                    problems.add(new Problem(key, "refers to " + value + ", where nothing can be read"));
                }
            });
            return new Secrets(resolved, problems);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Secrets" + resolved.keySet();
    }

    static boolean refers(String value) {
        return REFERENCE.matcher(value).find();
    }

    /** What cannot be read stays as it is. */
    private static String meant(ConfigTransformer transformer, String key, String value) {
        try {
            return transformer.transform(Map.of(key, value)).data().get(key);
        } catch (ConfigException unreadable) {
            return value;
        }
    }
}
