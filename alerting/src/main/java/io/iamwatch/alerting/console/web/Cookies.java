package io.iamwatch.alerting.console.web;

import java.time.Duration;

/** Cookies that no script reads, and that no other site's page makes a browser send. */
final class Cookies {

    private Cookies() {
    }

    /** One that ends with the browser. */
    static String session(String name, String value, boolean secure) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /** One that ends after a time; with none it ends at once. */
    static String lasting(String name, String value, Duration length, boolean secure) {
        return session(name, value, secure) + "; Max-Age=" + length.toSeconds();
    }
}
