package io.iamwatch.alerting.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * What is posted.
 *
 * @param url where; it may be a secret
 * @param headers besides Content-Type
 * @param body JSON
 */
public record HttpMessage(Secret url, Map<String, String> headers, String body) {

    /** Keeps its own map. */
    public HttpMessage {
        headers = Map.copyOf(headers);
    }

    /** Returns the body as it is sent. */
    public byte[] bytes() {
        return body.getBytes(UTF_8);
    }

    /** Without the values: keys are among them. */
    @Override
    public String toString() {
        return "HttpMessage[" + headers.keySet() + ", " + body.length() + " characters]";
    }
}
