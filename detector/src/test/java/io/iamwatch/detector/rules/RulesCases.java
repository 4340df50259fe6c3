package io.iamwatch.detector.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Rules files with what is expected of them, kept as data. */
record RulesCases(String name, String yaml, List<String> expected) {

    static List<RulesCases> problems() throws IOException {
        return load("/rules/problems.cases");
    }

    static List<RulesCases> valid() throws IOException {
        return load("/rules/valid.cases");
    }

    private static List<RulesCases> load(String resource) throws IOException {
        try (InputStream file = Objects.requireNonNull(RulesCases.class.getResourceAsStream(resource))) {
            String[] parts = new String(file.readAllBytes(), UTF_8).split("(?m)^=== ");
            List<RulesCases> cases = new ArrayList<>();
            for (String part : Arrays.asList(parts).subList(1, parts.length)) {
                int body = part.indexOf('\n') + 1;
                int expected = part.indexOf("----\n", body);
                cases.add(new RulesCases(part.substring(0, body - 1),
                        part.substring(body, expected).replace("<NUL>", "\0").replace("<TAB>", "\t"),
                        part.substring(expected + 5).lines().toList()));
            }
            return cases;
        }
    }

    boolean isBeyondSchema() {
        return name.endsWith("(beyond the schema)");
    }

    @Override
    public String toString() {
        return name;
    }
}
