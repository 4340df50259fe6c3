package io.iamwatch.detector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Writes an account's snapshot as {@code aws iam get-account-authorization-details} does. The scenario gives what
 * matters; what every entry has besides (ARN, path, empty lists) is filled in here.
 */
final class ScenarioBaselines {

    private final ScenarioDocuments documents;

    ScenarioBaselines(ScenarioDocuments documents) {
        this.documents = documents;
    }

    ObjectNode record(ScenarioLine line) {
        ObjectNode details = (ObjectNode) ScenarioDocuments.tree(line.json().replace("{acct}", line.account()));
        for (String list : List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")) {
            if (!details.has(list)) {
                details.putArray(list);
            }
        }
        details.path("UserDetailList").forEach(user -> principal((ObjectNode) user, "User", line));
        details.path("GroupDetailList").forEach(group -> principal((ObjectNode) group, "Group", line));
        details.path("RoleDetailList").forEach(role -> principal((ObjectNode) role, "Role", line));
        details.path("Policies").forEach(policy -> policy((ObjectNode) policy, line));
        ObjectNode record = ScenarioDocuments.JSON.createObjectNode().put("baseline", line.word(1))
                .put("account", line.account()).put("start", line.second());
        record.set("details", details);
        return record;
    }

    private void principal(ObjectNode principal, String kind, ScenarioLine line) {
        identify(principal, kind, line);
        for (JsonNode policy : list(principal, kind + "PolicyList")) {
            document((ObjectNode) policy, "PolicyDocument", line);
        }
        ArrayNode attached = list(principal, "AttachedManagedPolicies");
        for (int i = 0; i < attached.size(); i++) {
            if (attached.get(i).isTextual()) {
                String policy = attached.get(i).textValue();
                attached.set(i, ScenarioDocuments.JSON.createObjectNode()
                        .put("PolicyName", policy.substring(policy.lastIndexOf('/') + 1))
                        .put("PolicyArn", line.policyArn(policy)));
            }
        }
        if (kind.equals("User")) {
            list(principal, "GroupList");
        }
        if (kind.equals("Role")) {
            document(principal, "AssumeRolePolicyDocument", line);
            list(principal, "InstanceProfileList");
        }
        JsonNode boundary = principal.path("PermissionsBoundary");
        if (boundary.isTextual()) {
            principal.putObject("PermissionsBoundary").put("PermissionsBoundaryType", "Policy")
                    .put("PermissionsBoundaryArn", line.policyArn(boundary.textValue()));
        }
    }

    private void policy(ObjectNode policy, ScenarioLine line) {
        identify(policy, "Policy", line);
        if (!policy.has("DefaultVersionId")) {
            policy.put("DefaultVersionId", "v1");
        }
        String isDefault = policy.path("DefaultVersionId").textValue();
        for (JsonNode version : list(policy, "PolicyVersionList")) {
            ObjectNode node = (ObjectNode) version;
            document(node, "Document", line);
            node.put("IsDefaultVersion", node.path("VersionId").textValue().equals(isDefault));
            date(node, policy.path("CreateDate").textValue());
        }
    }

    private static void identify(ObjectNode entry, String kind, ScenarioLine line) {
        if (!entry.has("Path")) {
            entry.put("Path", "/");
        }
        if (!entry.has("Arn")) {
            entry.put("Arn", line.arn(kind.toLowerCase(Locale.ROOT), entry.path("Path").textValue(),
                    entry.path(kind + "Name").textValue()));
        }
        date(entry, Instant.ofEpochSecond(Scenario.EPOCH - 31_536_000L).toString());
    }

    /** Numbers are seconds of the file. */
    private static void date(ObjectNode entry, String otherwise) {
        JsonNode date = entry.path("CreateDate");
        entry.put("CreateDate", date.isNumber()
                ? Instant.ofEpochSecond(Scenario.EPOCH + date.longValue()).toString()
                : otherwise);
    }

    private void document(ObjectNode holder, String field, ScenarioLine line) {
        JsonNode document = holder.path(field);
        if (document.isTextual()) {
            holder.set(field, documents.tree(document.textValue(), line));
        }
    }

    private static ArrayNode list(ObjectNode holder, String field) {
        return holder.has(field) ? (ArrayNode) holder.get(field) : holder.putArray(field);
    }
}
