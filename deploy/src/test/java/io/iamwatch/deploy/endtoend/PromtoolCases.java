package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the cases of {@code promtool test rules} await of alerts.
 *
 * @param fires those that some case sees fire
 * @param silent those that some case asks for by name and does not see fire
 */
record PromtoolCases(Set<String> fires, Set<String> silent) {

    private static final Pattern ASKED = Pattern.compile("ALERTS\\{[^}]*alertname=~?\"([^\"]*)\"");
    private static final Pattern FIRING = Pattern.compile("alertname=\"(\\w+)\",alertstate=\"firing\"");

    /** Reads all files of a folder. */
    static PromtoolCases read(Path folder, Set<String> alerts) throws IOException {
        PromtoolCases all = new PromtoolCases(new TreeSet<>(), new TreeSet<>());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                PromtoolCases cases = of(Files.readString(file), alerts);
                all.fires.addAll(cases.fires);
                all.silent.addAll(cases.silent);
            }
        }
        return all;
    }

    /** Reads a file's text. */
    static PromtoolCases of(String text, Set<String> alerts) {
        PromtoolCases cases = new PromtoolCases(new TreeSet<>(), new TreeSet<>());
        Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        for (Object test : (List<?>) file.get("tests")) {
            items(test, "alert_rule_test").forEach(rule -> (items(rule, "exp_alerts").isEmpty()
                    ? cases.silent
                    : cases.fires).add(String.valueOf(((Map<?, ?>) rule).get("alertname"))));
            items(test, "promql_expr_test").forEach(query -> cases.add((Map<?, ?>) query, alerts));
        }
        return cases;
    }

    private void add(Map<?, ?> query, Set<String> alerts) {
        Set<String> seen = new TreeSet<>();
        items(query, "exp_samples").forEach(sample -> FIRING.matcher(String.valueOf(((Map<?, ?>) sample).get("labels")))
                .results().forEach(alert -> seen.add(alert.group(1))));
        fires.addAll(seen);
        Matcher asked = ASKED.matcher(String.valueOf(query.get("expr")));
        if (asked.find()) {
            alerts.stream().filter(alert -> alert.matches(asked.group(1)) && !seen.contains(alert))
                    .forEach(silent::add);
        }
    }

    private static List<?> items(Object map, String key) {
        return ((Map<?, ?>) map).get(key) instanceof List<?> items ? items : List.of();
    }
}
