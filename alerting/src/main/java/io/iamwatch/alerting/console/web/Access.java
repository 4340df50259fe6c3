package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.act.ActionReader;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;

/** Who asks. */
final class Access {

    private static final String BEARER = "Bearer ";

    private final ConsoleSettings settings;
    private final Optional<Sessions> sessions;

    Access(ConsoleSettings settings, InstantSource wallClock) {
        this.settings = settings;
        this.sessions = settings.token().map(token -> new Sessions(token, wallClock));
    }

    /** Whom we speak with. */
    sealed interface Caller {

        /** Somebody whose name is known; what they type as their name does not count. */
        record Known(String name, How how) implements Caller {
        }

        /**
         * Somebody who may do everything, under the name that they type.
         *
         * @param otherwise the name that they have when they type none
         */
        record Unnamed(String otherwise, How how) implements Caller {
        }

        /**
         * Nobody that is let in.
         *
         * @param reason why, for people
         */
        record Stranger(String reason) implements Caller {
        }
    }

    /** How somebody showed who they are. */
    enum How {
        /** On this machine, where everybody is let in. */
        LOCAL,
        /** With the token in a header. No browser sends it by itself. */
        TOKEN,
        /** With the cookie that the token was exchanged for. */
        SESSION,
        /** A proxy says so. */
        PROXY
    }

    Optional<Sessions> sessions() {
        return sessions;
    }

    Caller caller(Request request) {
        if (settings.isOpen()) {
            return new Caller.Unnamed(settings.localName(), How.LOCAL);
        }
        return byProxy(request).or(() -> byToken(request)).or(() -> bySession(request))
                .orElseGet(() -> new Caller.Stranger(needed()));
    }

    private Optional<Caller> byProxy(Request request) {
        return settings.proxy().filter(proxy -> proxy.addresses().contains(request.caller()))
                .flatMap(proxy -> request.header(proxy.userHeader())).flatMap(Access::visibleName)
                .map(name -> new Caller.Known(name, How.PROXY));
    }

    private Optional<Caller> byToken(Request request) {
        return settings.token().filter(token -> request.header("authorization")
                .filter(given -> given.startsWith(BEARER) && isSame(given.substring(BEARER.length()), token))
                .isPresent()).map(token -> new Caller.Unnamed("token", How.TOKEN));
    }

    private Optional<Caller> bySession(Request request) {
        return sessions.flatMap(known -> request.cookie(Sessions.COOKIE).flatMap(known::nameOf))
                .map(name -> new Caller.Known(name, How.SESSION));
    }

    /** Whether what somebody typed is the token. */
    boolean isToken(String given) {
        return settings.token().filter(token -> isSame(given, token)).isPresent();
    }

    private static boolean isSame(String given, String token) {
        return MessageDigest.isEqual(given.getBytes(UTF_8), token.getBytes(UTF_8));
    }

    private static Optional<String> visibleName(String given) {
        try {
            return Optional.of(ActionReader.name("user", given));
        } catch (ActionReader.Wrong nameless) {
            return Optional.empty();
        }
    }

    private String needed() {
        return settings.token().isPresent()
                ? "a token is needed: Authorization: Bearer …"
                : "only the proxy at console.proxy.addresses is answered, with the user's name in its header";
    }
}
