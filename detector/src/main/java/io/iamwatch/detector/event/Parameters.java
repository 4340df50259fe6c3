package io.iamwatch.detector.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.iamwatch.contracts.finding.AlertBounds;

/**
 * What a call was given and what it answered, whichever shape a record has them in: an object, nothing, or a string
 * that holds JSON.
 */
final class Parameters {

    /** IAM allows 128 characters in a name at most; names are part of keys. */
    private static final int MAX_NAME = 128;

    /** IAM's largest policies have 10,240 characters, white space not counted. */
    private static final int MAX_DOCUMENT = 256 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode request;
    private final JsonNode response;

    private Parameters(JsonNode request, JsonNode response) {
        this.request = request;
        this.response = response;
    }

    static Parameters of(JsonNode record) {
        return new Parameters(object(record.path("requestParameters")), object(record.path("responseElements")));
    }

    /** What a call cannot do without is not there. */
    static final class MissingParameterException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingParameterException(String name) {
            super("requestParameters." + name, null, false, false);
        }
    }

    /** Returns a name, in the request or else in the part of the response that describes what was made. */
    String name(String field, String made) {
        String name = AlertBounds.cut(request.path(field).textValue(), MAX_NAME);
        if (name == null && made != null) {
            name = AlertBounds.cut(response.path(made).path(field).textValue(), MAX_NAME);
        }
        if (name == null || name.isEmpty()) {
            throw new MissingParameterException(field);
        }
        return name;
    }

    String name(String field) {
        return name(field, null);
    }

    /** Returns a text of the request that the call cannot do without. */
    String required(String field) {
        String text = optional(field);
        if (text == null) {
            throw new MissingParameterException(field);
        }
        return text;
    }

    /** Returns a text of the request; null where it is not there. */
    String optional(String field) {
        return AlertBounds.cut(request.path(field).textValue());
    }

    /** Returns a policy document; null where it is not there, or absurdly large. */
    String document(String field) {
        return document(request.path(field));
    }

    /** Returns a policy document, in the request or else in the part of the response that describes what was made. */
    String document(String field, String made) {
        JsonNode asked = request.path(field);
        return document(asked.isMissingNode() || asked.isNull() ? response.path(made).path(field) : asked);
    }

    private static String document(JsonNode node) {
        String text = node.isObject() ? node.toString() : node.textValue();
        return text == null || text.length() > MAX_DOCUMENT ? null : text;
    }

    /** Returns a text of the response; null where it is not there. */
    String made(String object, String field) {
        return AlertBounds.cut(response.path(object).path(field).textValue());
    }

    /** Returns whether the response, or where it does not say the request, says true. */
    boolean isTrue(String object, String answered, String asked) {
        JsonNode answer = response.path(object).path(answered);
        return (answer.isMissingNode() ? request.path(asked) : answer).asBoolean(false);
    }

    /** Returns a text of an object in the request; null where it is not there. */
    String nested(String object, String field) {
        return AlertBounds.cut(request.path(object).path(field).textValue());
    }

    private static JsonNode object(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return JSON.readTree(node.textValue());
        } catch (JsonProcessingException plainText) {
            return MissingNode.getInstance();
        }
    }
}
