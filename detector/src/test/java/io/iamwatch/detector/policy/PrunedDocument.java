package io.iamwatch.detector.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What of a document can bear on a grade: alone, joined with other documents, or as a boundary. Statements of the
 * effect Allow keep the patterns of calls that a clause asks for, and of whole services, which may fill what
 * another policy's NotAction spares. Whatever denies keeps denying something, since any deny takes FULL_ADMIN away.
 */
final class PrunedDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Subject ANYBODY = Subject.of("arn:aws:iam::123456789012:user/anybody", null);

    /** Keys that the principal or the call alone may decide. */
    private static final Pattern DECIDABLE = Pattern.compile("iam:.*|aws:principal.*|aws:userid|aws:username");

    private PrunedDocument() {
    }

    /** Returns the document as text; empty where nothing of it matters. */
    static String of(JsonNode document) {
        ObjectNode pruned = MAPPER.createObjectNode();
        if (document.has("Version")) {
            pruned.set("Version", document.get("Version"));
        }
        ArrayNode statements = pruned.putArray("Statement");
        for (JsonNode statement : listOf(document.get("Statement"))) {
            prune((ObjectNode) statement.deepCopy(), document.path("Version").asText(), statements);
        }
        return statements.isEmpty() ? "" : pruned.toString();
    }

    private static void prune(ObjectNode statement, String version, ArrayNode into) {
        Statement parsed = parse(statement, version);
        boolean allows = parsed.allows();
        if (!allows && isNeverCertain(parsed)) {
            return;
        }
        statement.remove("Sid");
        if (statement.has("Action")) {
            List<JsonNode> kept = new ArrayList<>();
            boolean onEverything = parsed.resources().isEverything(ANYBODY);
            for (JsonNode action : listOf(statement.get("Action"))) {
                if (matters(action.asText()) || (allows && onEverything && isWholeService(action.asText()))) {
                    kept.add(action);
                }
            }
            if (kept.isEmpty() && allows) {
                return;
            }
            set(statement, "Action", kept.isEmpty() ? listOf(statement.get("Action")).subList(0, 1) : kept);
        } else if (!allows) {
            List<JsonNode> all = listOf(statement.get("NotAction"));
            List<JsonNode> kept = all.stream().filter(action -> matters(action.asText())).toList();
            set(statement, "NotAction", kept.isEmpty() ? all.subList(0, 1) : kept);
        }
        into.add(statement);
    }

    private static Statement parse(ObjectNode statement, String version) {
        ObjectNode alone = MAPPER.createObjectNode().put("Version", version);
        alone.set("Statement", statement);
        return PolicyDocument.parse(alone.toString()).orElseThrow().statements().get(0);
    }

    /** A condition that depends on the request for every principal and every call: such a deny is never heeded. */
    private static boolean isNeverCertain(Statement deny) {
        return deny.conditions().stream().anyMatch(condition -> condition.operator() == null
                || !DECIDABLE.matcher(condition.key()).matches());
    }

    private static boolean matters(String action) {
        return !ActionSet.of(List.of(action), false).known().isEmpty();
    }

    private static boolean isWholeService(String action) {
        String pattern = action.toLowerCase(Locale.ROOT);
        int colon = pattern.indexOf(':');
        return colon < 0 || pattern.substring(colon).equals(":*");
    }

    private static void set(ObjectNode statement, String key, List<JsonNode> values) {
        statement.set(key, values.size() == 1 ? values.get(0) : MAPPER.createArrayNode().addAll(values));
    }

    private static List<JsonNode> listOf(JsonNode node) {
        List<JsonNode> list = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(list::add);
        } else {
            list.add(node);
        }
        return list;
    }
}
