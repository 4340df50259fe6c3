package io.iamwatch.alerting.console;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How the console is served.
 *
 * @param address by number
 * @param port 0 for a free one
 * @param token what callers have to show; empty where none is asked for
 * @param proxy who tells the users' names; empty where nobody does
 * @param tls with the server's key; empty for http
 * @param localName the name that an analyst has who gives no other, where nobody is asked who they are
 * @param answerLimit how long a command is waited for
 */
public record ConsoleSettings(String address, int port, Optional<String> token, Optional<Proxy> proxy,
        Optional<SSLContext> tls, String localName, Duration answerLimit) {

    /**
     * A proxy that knows who its users are, and says so in a header which it lets nobody else set.
     *
     * @param userHeader the header's name
     * @param addresses from which it speaks, by number
     */
    public record Proxy(String userHeader, Set<String> addresses) {
    }

    /** Whether everybody who reaches it may use it. */
    public boolean isOpen() {
        return token.isEmpty() && proxy.isEmpty();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ConsoleSettings[" + address + ":" + port + ", " + (token.isPresent() ? "token" : "no token") + ", "
                + proxy + "]";
    }
}
