package io.iamwatch.detector.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.event.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes what an account looks like as GetAccountAuthorizationDetails tells it: {@link AuthorizationDetails} reads
 * it, and {@link EntityReader} gives the same of each thing.
 */
public final class DetailsWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DetailsWriter() {
    }

    /** Returns the document, a line for each thing. */
    public static byte[] write(List<Change.Snapshot> things) {
        StringBuilder text = new StringBuilder("{");
        for (DetailList list : DetailList.values()) {
            text.append(list == DetailList.USERS ? "\n" : ",\n").append('"').append(list.field()).append("\": [");
            String before = "\n";
            for (Change.Snapshot thing : things) {
                if (thing.subject().kind() == list.kind()) {
                    text.append(before).append(json(entity(list, thing)));
                    before = ",\n";
                }
            }
            text.append(']');
        }
        return text.append("\n}\n").toString().getBytes(UTF_8);
    }

    private static ObjectNode entity(DetailList list, Change.Snapshot thing) {
        ObjectNode entity = JSON.createObjectNode();
        entity.put(list.nameField(),
                thing.subject().name().substring(thing.subject().name().lastIndexOf('/') + 1));
        put(entity, list.idField(), thing.uniqueId());
        put(entity, "Arn", thing.arn());
        put(entity, "CreateDate", thing.created() == null ? null : Instant.ofEpochSecond(thing.created()).toString());
        if (list == DetailList.POLICIES) {
            versions(entity, thing);
            return entity;
        }
        put(entity, "AssumeRolePolicyDocument", encoded(thing.trust()));
        if (thing.boundaryArn() != null) {
            entity.putObject("PermissionsBoundary").put("PermissionsBoundaryType", "PermissionsBoundaryPolicy")
                    .put("PermissionsBoundaryArn", thing.boundaryArn());
        }
        documents(entity.putArray(list.inlineField()), "PolicyName", "PolicyDocument", thing.inline());
        ArrayNode attached = entity.putArray("AttachedManagedPolicies");
        thing.attached().forEach(arn -> attached.addObject()
                .put("PolicyName", arn.substring(arn.lastIndexOf('/') + 1)).put("PolicyArn", arn));
        if (list == DetailList.USERS) {
            ArrayNode groups = entity.putArray("GroupList");
            thing.groups().forEach(groups::add);
        }
        return entity;
    }

    private static void versions(ObjectNode entity, Change.Snapshot thing) {
        put(entity, "DefaultVersionId", thing.defaultVersion());
        ArrayNode versions = entity.putArray("PolicyVersionList");
        documents(versions, "VersionId", "Document", thing.versions());
        versions.forEach(version -> ((ObjectNode) version).put("IsDefaultVersion",
                version.path("VersionId").asText().equals(thing.defaultVersion())));
    }

    private static void documents(ArrayNode list, String name, String document, Map<String, String> documents) {
        documents.forEach((key, text) -> put(list.addObject().put(name, key), document, encoded(text)));
    }

    private static void put(ObjectNode node, String field, String text) {
        if (text != null) {
            node.put(field, text);
        }
    }

    /** As text: of JSON a member that stands there twice would be lost. What begins as JSON is read as is. */
    private static String encoded(String document) {
        return document == null || document.stripLeading().startsWith("{")
                ? document
                : document.replace("%", "%25");
    }

    private static String json(ObjectNode entity) {
        try {
            return JSON.writeValueAsString(entity);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values cannot fail to serialise", impossible);
        }
    }
}
