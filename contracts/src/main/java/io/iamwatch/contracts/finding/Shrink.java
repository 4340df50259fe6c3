package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * Cuts every text and every list of a finding, whichever it is, so that the bound on its size holds for attributes
 * that nobody thought of. Raw records are left as they are: those are taken or left out whole.
 *
 * @param texts the longest text, in characters; ids of iamwatch are shorter than the hardest
 * @param lists the longest list
 */
record Shrink(int texts, int lists) {

    /** What no ordinary alert exceeds. */
    static final Shrink ORDINARY = new Shrink(AlertBounds.MAX_TEXT, AlertBounds.MAX_EVIDENCES);

    static final Shrink HARD = new Shrink(256, 20);

    /** Every attribute at this length together is still smaller than an alert may be. */
    static final Shrink HARDEST = new Shrink(128, 5);

    private static final String RAW_RECORD = "data";

    /** Returns the finding cut and marked as truncated. */
    DetectionFinding apply(DetectionFinding finding) {
        try {
            JsonNode whole = FindingJson.MAPPER.valueToTree(finding);
            DetectionFinding shrunk = FindingJson.MAPPER.treeToValue(cut(whole), DetectionFinding.class);
            return shrunk.truncatedTo(shrunk.evidences());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a finding whose texts are shorter is a finding", impossible);
        }
    }

    private JsonNode cut(JsonNode node) {
        return switch (node) {
            case TextNode text -> TextNode.valueOf(AlertBounds.cut(text.textValue(), texts));
            case ArrayNode list -> cutItems(list);
            case ObjectNode object -> cutFields(object);
            default -> node;
        };
    }

    private JsonNode cutItems(ArrayNode list) {
        ArrayNode result = list.arrayNode();
        for (int i = 0; i < Math.min(lists, list.size()); i++) {
            result.add(cut(list.get(i)));
        }
        return result;
    }

    private JsonNode cutFields(ObjectNode object) {
        ObjectNode result = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            boolean raw = field.getKey().equals(RAW_RECORD);
            result.set(field.getKey(), raw ? field.getValue() : cut(field.getValue()));
        }
        return result;
    }
}
