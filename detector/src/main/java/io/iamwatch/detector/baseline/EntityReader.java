package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of a snapshot's lists. */
final class EntityReader {

    /** IAM allows 128 characters in a name at most; names are part of keys. */
    private static final int MAX_NAME = 128;

    /** Far more than IAM's quotas allow of anything that one entity has. */
    private static final int MAX_ITEMS = 1000;

    private final DetailList list;
    private final JsonNode entity;

    private EntityReader(DetailList list, JsonNode entity) {
        this.list = list;
        this.entity = entity;
    }

    /**
     * Returns what the snapshot says of the entity; empty where it has no name, one of absurd length, absurdly many
     * policies or groups, or belongs to another account.
     */
    static Optional<Change.Snapshot> read(DetailList list, JsonNode entity, String account) {
        EntityReader reader = new EntityReader(list, entity);
        return list.subject(entity).filter(subject -> baseName(subject).length() <= MAX_NAME)
                .filter(subject -> reader.belongsTo(account) && !reader.isAbsurd()).map(reader::snapshot);
    }

    private static String baseName(Subject subject) {
        return subject.name().substring(subject.name().lastIndexOf('/') + 1);
    }

    private boolean belongsTo(String account) {
        String owner = ArnOwner.of(entity.path("Arn").textValue());
        return owner == null || owner.equals(account) || (list == DetailList.POLICIES && owner.equals(ArnOwner.AWS));
    }

    private boolean isAbsurd() {
        for (JsonNode value : entity) {
            if (value.isArray() && value.size() > MAX_ITEMS) {
                return true;
            }
        }
        return false;
    }

    private Change.Snapshot snapshot(Subject subject) {
        boolean ofAws = ArnOwner.AWS.equals(ArnOwner.of(entity.path("Arn").textValue()));
        return new Change.Snapshot(subject, text(entity, list.idField()), text(entity, "Arn"),
                ofAws ? null : SnapshotSecond.of(entity.path("CreateDate")), attached(),
                documents(list.inlineField(), "PolicyName", "PolicyDocument"), groups(),
                text(entity.path("PermissionsBoundary"), "PermissionsBoundaryArn"),
                DocumentText.of(entity.path("AssumeRolePolicyDocument")),
                documents("PolicyVersionList", "VersionId", "Document"), defaultVersion());
    }

    private List<String> attached() {
        List<String> arns = new ArrayList<>();
        for (JsonNode policy : entity.path("AttachedManagedPolicies")) {
            addTo(arns, text(policy, "PolicyArn"));
        }
        return List.copyOf(arns);
    }

    private List<String> groups() {
        List<String> names = new ArrayList<>();
        for (JsonNode group : entity.path("GroupList")) {
            addTo(names, AlertBounds.cut(group.textValue(), MAX_NAME));
        }
        return List.copyOf(names);
    }

    private static void addTo(List<String> texts, String text) {
        if (text != null && !text.isEmpty()) {
            texts.add(text);
        }
    }

    /** A document that is not known is null: the policy is there all the same. */
    private Map<String, String> documents(String field, String name, String document) {
        Map<String, String> documents = new LinkedHashMap<>();
        for (JsonNode policy : entity.path(field)) {
            String key = AlertBounds.cut(policy.path(name).textValue(), MAX_NAME);
            if (key != null && !key.isEmpty()) {
                documents.put(key, DocumentText.of(policy.path(document)));
            }
        }
        return Collections.unmodifiableMap(documents);
    }

    private String defaultVersion() {
        String said = text(entity, "DefaultVersionId");
        if (said != null) {
            return said;
        }
        for (JsonNode version : entity.path("PolicyVersionList")) {
            if (version.path("IsDefaultVersion").asBoolean(false)) {
                return text(version, "VersionId");
            }
        }
        return null;
    }

    private static String text(JsonNode node, String field) {
        return AlertBounds.cut(node.path(field).textValue());
    }
}
