package io.iamwatch.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The policy documents of a scenario file: those that its {@code doc} lines name, and shorthands. */
final class ScenarioDocuments {

    static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> named;

    private ScenarioDocuments(Map<String, String> named) {
        this.named = named;
    }

    static ScenarioDocuments in(List<String> lines) {
        Map<String, String> named = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith("doc ")) {
                String[] words = line.strip().split("\\s+", 3);
                tree(words[2]);
                if (named.put(words[1], words[2]) != null) {
                    throw new IllegalArgumentException("the document stands twice: " + line);
                }
            }
        }
        return new ScenarioDocuments(named);
    }

    /** Returns the document as a string of the record holds it, in the layout that the line asks for. */
    String text(String document, ScenarioLine line) {
        String text = plain(document, line);
        if (line.option("layout", "").equals("multiline")) {
            text = tree(text).toPrettyString();
        }
        if (line.hasOption("padded")) {
            String blanks = " ".repeat(Integer.parseInt(line.option("padded", "0")));
            text = text.replaceFirst("\\{", "{" + blanks);
        }
        return line.hasOption("encoded") ? percentEncoded(text) : text;
    }

    JsonNode tree(String document, ScenarioLine line) {
        return tree(plain(document, line));
    }

    static String percentEncoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    private String plain(String document, ScenarioLine line) {
        String text = named.containsKey(document) ? named.get(document) : shorthand(document, line).toString();
        return text.replace("{acct}", line.account());
    }

    private static ObjectNode shorthand(String document, ScenarioLine line) {
        int on = document.indexOf(":on:");
        if (document.equals("full")) {
            return statement("Allow", "*", "*");
        }
        if (document.startsWith("trust:")) {
            return trust(document.substring("trust:".length()), line);
        }
        if (on > 0 && document.startsWith("allow:")) {
            return conditional("Allow", document.substring("allow:".length(), on), document.substring(on + 4));
        }
        if (on > 0 && document.startsWith("deny:")) {
            return statement("Deny", document.substring("deny:".length(), on), document.substring(on + 4));
        }
        throw new IllegalArgumentException("no such document: " + document);
    }

    /** What stands behind {@code :if:} is a key of IAM's and what it has to be like. */
    private static ObjectNode conditional(String effect, String actions, String rest) {
        String[] parts = rest.split(":if:|:is:", -1);
        ObjectNode document = statement(effect, actions, parts[0]);
        if (parts.length == 3) {
            ((ObjectNode) document.get("Statement").get(0)).putObject("Condition").putObject("ArnLike")
                    .put("iam:" + parts[1], parts[2]);
        }
        return document;
    }

    private static ObjectNode statement(String effect, String actions, String resources) {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = document.putArray("Statement").addObject().put("Effect", effect);
        oneOrMany(statement, "Action", actions.split(",", -1));
        oneOrMany(statement, "Resource", resources.split(",", -1));
        return document;
    }

    /** A single one stands without brackets, as people write it. */
    private static void oneOrMany(ObjectNode statement, String field, String[] values) {
        if (values.length == 1) {
            statement.put(field, values[0]);
        } else {
            ArrayNode array = statement.putArray(field);
            List.of(values).forEach(array::add);
        }
    }

    private static ObjectNode trust(String who, ScenarioLine line) {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = document.putArray("Statement").addObject().put("Effect", "Allow");
        ObjectNode principal = statement.putObject("Principal");
        if (who.equals("anyone")) {
            principal.put("AWS", "*");
        } else if (who.equals("root")) {
            principal.put("AWS", line.arn("root", "", ""));
        } else if (who.startsWith("user/") || who.startsWith("role/")) {
            principal.put("AWS", line.arn(who, "", ""));
        } else if (who.startsWith("account/")) {
            principal.put("AWS", "arn:" + line.partition() + ":iam::" + who.substring("account/".length()) + ":root");
        } else if (who.startsWith("service/")) {
            principal.put("Service", who.substring("service/".length()) + ".amazonaws.com");
        } else {
            throw new IllegalArgumentException("nobody to trust: " + who);
        }
        statement.put("Action", "sts:AssumeRole");
        return document;
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("malformed JSON: " + json, malformed);
        }
    }
}
