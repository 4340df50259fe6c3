package io.iamwatch.deploy.config;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of properties as Kafka's own are, and the keys that stand in it more than once: which of them counts is
 * nobody's to guess.
 */
record PropertiesText(Map<String, String> values, List<Problem> problems) {

    static PropertiesText read(Reader text) throws IOException {
        Collecting collecting = new Collecting();
        collecting.load(text);
        return new PropertiesText(collecting.values,
                collecting.repeated.stream().map(key -> new Problem(key, "stands more than once")).toList());
    }

    /** Without the values: secrets may be among them. */
    @Override
    public String toString() {
        return "PropertiesText" + values.keySet();
    }

    private static final class Collecting extends Properties {
        private static final long serialVersionUID = 1;

        private final transient Map<String, String> values = new LinkedHashMap<>();
        private final transient Set<String> repeated = new TreeSet<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            if (values.put((String) key, ((String) value).strip()) != null) {
                repeated.add((String) key);
            }
            return null;
        }
    }
}
