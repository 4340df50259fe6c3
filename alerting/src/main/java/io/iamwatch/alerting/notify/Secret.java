package io.iamwatch.alerting.notify;

/**
 * What must not be shown: an address that is a password, a key.
 *
 * @param value in plain text, for who sends it
 */
public record Secret(String value) {

    /** Without the value. */
    @Override
    public String toString() {
        return "[hidden]";
    }
}
