package io.iamwatch.deploy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What environment variables say over the file: {@code IAMWATCH_HTTP_PORT} is {@code http.port}. A variable that
 * begins so and is no key is a mistake, and not passed over.
 */
record Environment(Map<String, String> values, List<Problem> problems) {

    static final String PREFIX = "IAMWATCH_";

    /** What the launcher and the logging read. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("IAMWATCH_JAVA_OPTS", "IAMWATCH_LOG_LEVEL",
            "IAMWATCH_STACKTRACE");

    /**
     * Reads what is meant for iamwatch of a process' environment.
     *
     * @param keys those that are known by name; behind a {@link Keys#OPEN prefix} any is
     */
    static Environment read(Map<String, String> variables, Set<String> keys) {
        Map<String, String> byVariable = new HashMap<>();
        keys.forEach(key -> byVariable.put(variable(key), key));
        Map<String, String> values = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || OF_THE_LAUNCHER.contains(variable)) {
                return;
            }
            String key = byVariable.getOrDefault(variable,
                    variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'));
            if (keys.contains(key) || Keys.OPEN.stream().anyMatch(key::startsWith)) {
                values.put(key, value);
            } else {
                problems.add(new Problem(variable, "an environment variable that begins like a key and is none; "
                        + "Kubernetes sets such for a Service called iamwatch unless enableServiceLinks is false"));
            }
        });
        return new Environment(values, problems);
    }

    /** Without the values: secrets may be among them. */
    @Override
    public String toString() {
        return "Environment" + values.keySet();
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
