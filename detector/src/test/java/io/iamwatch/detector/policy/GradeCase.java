package io.iamwatch.detector.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.policy.Surroundings.Principal;
import io.iamwatch.detector.policy.Surroundings.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A case of a file under {@code policy/}: a principal, what its policies say in words ({@link StatementText}), and
 * the grade: grade, "conditional" perhaps, clause, "through" whom.
 */
record GradeCase(String file, JsonNode json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ACCOUNT = "111111111111";

    static Stream<GradeCase> of(String file) {
        try (InputStream in = GradeCase.class.getResourceAsStream("/policy/" + file)) {
            List<GradeCase> cases = new ArrayList<>();
            MAPPER.readTree(in).forEach(json -> cases.add(new GradeCase(file, json)));
            return cases.stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String expected() {
        return json.get("grade").asText();
    }

    Standpoint standpoint() {
        String principal = json.path("principal").asText("user/eve");
        PrincipalKind kind = PrincipalKind
                .valueOf(principal.substring(0, principal.indexOf('/')).toUpperCase(Locale.ROOT));
        List<String> groups = texts(json.path("groups")).stream().map(name -> arn("@group/" + name)).toList();
        return new Standpoint(partition(), ACCOUNT, kind, principal.substring(principal.lastIndexOf('/') + 1),
                arn("@" + principal), json.path("userId").textValue(), policies(groups),
                json.has("boundary") ? Optional.of(document(json.get("boundary"))) : Optional.empty(), groups,
                attached(), surroundings());
    }

    private String partition() {
        return json.path("partition").asText("aws");
    }

    private List<LivePolicy> policies(List<String> groups) {
        boolean deniesHold = json.path("deniesHold").asBoolean(true);
        List<LivePolicy> policies = new ArrayList<>();
        policies.add(new LivePolicy(document(json.get("says")), deniesHold, new Holder(null, false),
                arn("@policy/Mine")));
        if (json.has("inline")) {
            policies.add(new LivePolicy(document(json.get("inline")), true, new Holder(null, true), null));
        }
        if (json.has("managed")) {
            policies.add(new LivePolicy(document(json.get("managed")), true, new Holder(null, false),
                    arn("@policy/Managed")));
        }
        if (json.has("ofGroup")) {
            policies.add(new LivePolicy(document(json.get("ofGroup")), true, new Holder(groups.get(0), true), null));
        }
        return policies;
    }

    private List<AttachedPolicy> attached() {
        List<AttachedPolicy> attached = new ArrayList<>();
        json.path("attached").properties().forEach(entry -> attached.add(new AttachedPolicy(arn(entry.getKey()),
                entry.getValue().isEmpty() ? List.of() : List.of(document(entry.getValue())))));
        return attached;
    }

    private Surroundings surroundings() {
        List<Role> roles = new ArrayList<>();
        json.path("roles").forEach(role -> roles.add(role(role)));
        return new Known(admins("user/"), admins("group/"), admins("role/"), roles, adminPolicies());
    }

    private record Known(List<Principal> adminUsers, List<Principal> adminGroups, List<Principal> adminRoles,
            List<Role> roles, List<AdminPolicy> adminPolicies) implements Surroundings {
    }

    private List<Surroundings.AdminPolicy> adminPolicies() {
        List<Surroundings.AdminPolicy> policies = new ArrayList<>();
        texts(json.path("adminPolicies")).forEach(arn -> policies.add(new Surroundings.AdminPolicy(arn(arn), false)));
        texts(json.path("everythingPolicies"))
                .forEach(arn -> policies.add(new Surroundings.AdminPolicy(arn(arn), true)));
        return policies;
    }

    private List<Principal> admins(String kind) {
        return texts(json.path("admins")).stream().filter(admin -> admin.startsWith(kind))
                .map(admin -> new Principal(admin.substring(admin.lastIndexOf('/') + 1), arn("@" + admin))).toList();
    }

    private Role role(JsonNode role) {
        String name = role.get("name").asText();
        String trust = """
                {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "%s"}}}"""
                .formatted(arn(role.get("trusts").asText()));
        return new Role(name, arn("@role/" + name), TrustPolicy.parse(trust).orElseThrow(),
                arn("@" + json.path("principal").asText("user/eve")), role.path("admin").asBoolean(),
                texts(role.path("carries")).stream().map(this::arn).toList());
    }

    private PolicyDocument document(JsonNode says) {
        ObjectNode document = MAPPER.createObjectNode();
        String version = json.path("version").asText("2012-10-17");
        if (!version.isEmpty()) {
            document.put("Version", version);
        }
        texts(says).forEach(text -> document.withArray("Statement").add(StatementText.parse(text, this::arn)));
        document.withArray("Statement");
        return PolicyDocument.parse(document.toString()).orElseThrow();
    }

    private String arn(String text) {
        return text.startsWith("@") ? "arn:" + partition() + ":iam::" + ACCOUNT + ":" + text.substring(1) : text;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Override
    public String toString() {
        return file + ": " + json.get("is").asText();
    }
}
