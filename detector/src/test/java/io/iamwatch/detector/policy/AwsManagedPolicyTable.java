package io.iamwatch.detector.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of AWS's policies that the detector ships, made from their documents. */
final class AwsManagedPolicyTable {

    static final String ACCOUNT = "123456789012";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A policy as it comes. */
    record Source(String name, String arn, String version, JsonNode json) {

        /** Returns path and name. */
        String suffix() {
            return arn == null ? name : arn.substring(arn.indexOf(":policy/") + ":policy/".length());
        }

        boolean isServiceLinked() {
            return suffix().startsWith("aws-service-role/");
        }

        PolicyDocument document() {
            return PolicyDocument.parse(json.toString()).orElseThrow(() -> new IllegalArgumentException(name));
        }

        PolicyDocument pruned() {
            String text = PrunedDocument.of(json);
            return text.isEmpty() ? new PolicyDocument(true, List.of()) : PolicyDocument.parse(text).orElseThrow();
        }
    }

    private AwsManagedPolicyTable() {
    }

    /**
     * Reads documents: each line is an object with {@code name}, {@code arn} (perhaps null), {@code version} and
     * {@code document}.
     */
    static List<Source> read(String lines) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            JsonNode source = MAPPER.readTree(line);
            sources.add(new Source(source.get("name").asText(), source.path("arn").textValue(),
                    source.path("version").asText(""), source.get("document")));
        }
        return sources;
    }

    static String table(List<Source> sources, String date) {
        StringBuilder table = new StringBuilder("# AWS managed policies, graded: path and name, version, grade, "
                + "conditional, what of the document bears on grades\n# date: " + date + "\n# documents: "
                + sources.size() + "\n# source: iann0036/iam-dataset (MIT); AdministratorAccess, PowerUserAccess and "
                + "AWSMcpServiceActionsFullAccess from zoph-io/MAMIP\n# written by AwsManagedPolicyTable, do not edit\n");
        for (Source source : sources) {
            Verdict verdict = Grading.grade(holding(source.document()));
            table.append(String.join("\t", source.suffix(), source.version(), verdict.grade().name(),
                    verdict.conditional() ? "conditional" : "", PrunedDocument.of(source.json()))).append('\n');
        }
        return table.toString();
    }

    /** Returns a user of whom nothing is known but this one policy. */
    static Standpoint holding(PolicyDocument... documents) {
        return bounded(null, documents);
    }

    static Standpoint bounded(PolicyDocument boundary, PolicyDocument... documents) {
        List<LivePolicy> policies = new ArrayList<>();
        for (PolicyDocument document : documents) {
            policies.add(new LivePolicy(document, true, new Holder(null, false), "arn:aws:iam::aws:policy/any"));
        }
        return new Standpoint("aws", ACCOUNT, PrincipalKind.USER, "someone",
                "arn:aws:iam::" + ACCOUNT + ":user/someone", null, policies, Optional.ofNullable(boundary),
                List.of(), List.of(), Surroundings.NOTHING_KNOWN);
    }

}
