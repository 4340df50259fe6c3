package io.iamwatch.deploy.compose;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code docker-compose.yml} as data, with what it takes from {@code .env} in its place.
 *
 * @param services by name
 * @param volumes the names that it declares
 */
record ComposeFile(Map<String, Service> services, List<String> volumes) {

    static final Path TOP = Path.of("").toAbsolutePath().getParent();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /** One service; what it lacks is empty. */
    record Service(String name, Map<?, ?> node) {

        String text(String key) {
            return String.valueOf(node.get(key));
        }

        List<String> list(String key) {
            return node.get(key) instanceof List<?> items ? items.stream().map(String::valueOf).toList() : List.of();
        }

        Map<String, String> map(String key) {
            Map<String, String> entries = new TreeMap<>();
            if (node.get(key) instanceof Map<?, ?> given) {
                given.forEach((name, value) -> entries.put(String.valueOf(name), String.valueOf(value)));
            }
            return entries;
        }

        /** Whether it does its work and ends. */
        boolean ends() {
            return text("restart").equals("no");
        }

        /** Whether it runs a command of ours that goes on, such as {@code detect}. */
        boolean runs(String command) {
            return text("image").equals("iamwatch") && list("command").stream().limit(1).anyMatch(command::equals);
        }
    }

    static ComposeFile read() throws IOException {
        Map<?, ?> whole = yaml(VARIABLE.matcher(Files.readString(TOP.resolve("docker-compose.yml")))
                .replaceAll(found -> variables().getProperty(found.group(1), "UNKNOWN-" + found.group(1))));
        Map<String, Service> services = new TreeMap<>();
        ((Map<?, ?>) whole.get("services")).forEach((name, node) -> services.put((String) name,
                new Service((String) name, (Map<?, ?>) node)));
        return new ComposeFile(services,
                ((Map<?, ?>) whole.get("volumes")).keySet().stream().map(String::valueOf).toList());
    }

    static Map<?, ?> yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    /** What stands in {@code .env}. */
    static Properties variables() {
        try {
            Properties variables = new Properties();
            variables.load(new StringReader(Files.readString(TOP.resolve(".env"))));
            return variables;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Stream<Service> all() {
        return services.values().stream();
    }

    /** Those that run a command of ours, with a profile or without. */
    List<String> running(String command, String profile) {
        return all().filter(service -> service.runs(command))
                .filter(service -> service.list("profiles").equals(profile.isEmpty() ? List.of() : List.of(profile)))
                .map(Service::name).toList();
    }
}
