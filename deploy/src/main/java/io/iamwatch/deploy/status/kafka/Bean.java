package io.iamwatch.deploy.status.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.common.utils.Sanitizer;

/**
 * Metrics of Kafka with the same tags, as the JVM shows them.
 *
 * @param group domain and type, {@code kafka.consumer:consumer-fetch-manager-metrics}
 */
record Bean(ObjectName name, String group, Map<String, String> tags) {

    private static final String TYPE = "type";

    static Bean of(ObjectName name) {
        Map<String, String> tags = name.getKeyPropertyList().entrySet().stream()
                .filter(property -> !property.getKey().equals(TYPE))
                .collect(Collectors.toMap(Map.Entry::getKey, property -> unquoted(property.getValue())));
        return new Bean(name, name.getDomain() + ":" + name.getKeyProperty(TYPE), tags);
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? ObjectName.unquote(value) : Sanitizer.desanitize(value);
    }

    Optional<String> tag(String key) {
        return Optional.ofNullable(tags.get(key));
    }
}
