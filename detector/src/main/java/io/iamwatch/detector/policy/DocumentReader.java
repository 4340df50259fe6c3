package io.iamwatch.detector.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads documents. Lenient where IAM is, and where being strict could only hide a grant. */
final class DocumentReader {

    private static final int MOST_STATEMENTS = 1000;
    private static final int MOST_PATTERNS = 10_000;
    private static final String EXPANDING_VERSION = "2012-10-17";

    private final boolean expandsVariables;
    private int patterns;

    private DocumentReader(boolean expandsVariables) {
        this.expandsVariables = expandsVariables;
    }

    static Optional<PolicyDocument> read(String text) {
        return text == null ? Optional.empty() : read(DocumentText.unwrap(text));
    }

    private static Optional<PolicyDocument> read(JsonNode root) {
        Map<String, JsonNode> elements = elements(root);
        JsonNode statements = elements.get("statement");
        boolean expands = elements.containsKey("version")
                && EXPANDING_VERSION.equals(elements.get("version").asText());
        if (statements == null || (statements.isArray() && statements.size() > MOST_STATEMENTS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PolicyDocument(expands, new DocumentReader(expands).statements(statements)));
        } catch (UnreadableException unreadable) {
            return Optional.empty();
        }
    }

    private List<Statement> statements(JsonNode node) throws UnreadableException {
        if (node.isObject()) {
            return List.of(statement(node));
        }
        if (!node.isArray()) {
            throw new UnreadableException();
        }
        List<Statement> statements = new ArrayList<>(node.size());
        for (JsonNode statement : node) {
            statements.add(statement(statement));
        }
        return List.copyOf(statements);
    }

    private Statement statement(JsonNode node) throws UnreadableException {
        Map<String, JsonNode> elements = elements(node);
        JsonNode effect = elements.get("effect");
        boolean allows = effect != null && effect.asText().equals("Allow");
        if (effect == null || (!allows && !effect.asText().equals("Deny"))) {
            throw new UnreadableException();
        }
        boolean notAction = !elements.containsKey("action") && elements.containsKey("notaction");
        boolean notResource = !elements.containsKey("resource") && elements.containsKey("notresource");
        boolean notPrincipal = !elements.containsKey("principal") && elements.containsKey("notprincipal");
        return new Statement(allows,
                ActionSet.of(texts(elements.get(notAction ? "notaction" : "action")), notAction),
                new ResourceSet(templates(elements.get(notResource ? "notresource" : "resource"), true), notResource),
                principals(elements.get(notPrincipal ? "notprincipal" : "principal"), notPrincipal),
                conditions(elements.get("condition")));
    }

    private Principals principals(JsonNode node, boolean inverted) throws UnreadableException {
        if (node == null) {
            return Principals.NONE;
        }
        if (node.isObject()) {
            Map<String, JsonNode> kinds = elements(node);
            return new Principals(Set.copyOf(new HashSet<>(texts(kinds.get("aws")))), inverted);
        }
        return new Principals(Set.copyOf(new HashSet<>(texts(node))), inverted);
    }

    private List<Condition> conditions(JsonNode node) throws UnreadableException {
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isObject()) {
            throw new UnreadableException();
        }
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            Operator parsed = Operator.parse(operator.getKey()).orElse(null);
            if (!operator.getValue().isObject()) {
                throw new UnreadableException();
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(new Condition(parsed, key.getKey().strip().toLowerCase(Locale.ROOT),
                        templates(key.getValue(), parsed != null && parsed.usesWildcards())));
            }
        }
        return List.copyOf(conditions);
    }

    private List<Template> templates(JsonNode node, boolean wildcards) throws UnreadableException {
        List<Template> templates = new ArrayList<>();
        for (String text : texts(node)) {
            templates.add(new Template(text, wildcards, expandsVariables));
        }
        return List.copyOf(templates);
    }

    /** One text may stand without a list; conditions may hold numbers and truth values. */
    private List<String> texts(JsonNode node) throws UnreadableException {
        if (node == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.isArray() ? node : List.of(node)) {
            if (!value.isValueNode() || value.isNull()) {
                throw new UnreadableException();
            }
            texts.add(value.asText());
        }
        patterns += texts.size();
        if (patterns > MOST_PATTERNS) {
            throw new UnreadableException();
        }
        return texts;
    }

    /** Element names are compared without regard to case. */
    private static Map<String, JsonNode> elements(JsonNode node) {
        Map<String, JsonNode> elements = new HashMap<>();
        node.properties().forEach(entry -> elements.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return elements;
    }

    /** Not a policy document: never leaves this reader. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException() {
            super("not a policy document", null, false, false);
        }
    }
}
