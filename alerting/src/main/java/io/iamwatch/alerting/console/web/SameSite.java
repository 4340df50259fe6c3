package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.console.web.Access.How;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a request comes from a page of ours. Another page in the analyst's browser can send requests here too:
 * what it cannot do is to say that it is ours, and to know what stands in a cookie of ours.
 */
final class SameSite {

    static final String COOKIE = "iamwatch-csrf";
    static final String FIELD = "csrf";
    static final String HEADER = "x-csrf-token";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern HOST = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");

    private final SecureRandom random = new SecureRandom();

    /** Returns the request's own secret, or a new one for a browser that has none yet. */
    String token(Request request) {
        return request.cookie(COOKIE).filter(value -> TOKEN.matcher(value).matches()).orElseGet(this::newToken);
    }

    private String newToken() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether a name that is not this machine's was made to lead here, so that a page of that name reads ours. */
    static boolean isRebound(Request request) {
        return request.header("host").filter(host -> HOST.matcher(host).matches()).isEmpty();
    }

    /**
     * Returns why a request that may change something does not come from a page of ours, or from a program; empty if it
     * does.
     *
     * @param fields what it sends
     */
    static Optional<String> refusal(Request request, Map<String, String> fields, How how) {
        if (request.has("origin") && request.header("origin").filter(origin -> isOwn(origin, request)).isEmpty()) {
            return Optional.of("it comes from another site: Origin is not this server");
        }
        if (request.has("sec-fetch-site")
                && request.header("sec-fetch-site").filter("same-origin"::equals).isEmpty()) {
            return Optional.of("it comes from another site: Sec-Fetch-Site is not same-origin");
        }
        boolean program = how == How.TOKEN || (request.isJson() && !isBrowser(request));
        return program || tokenFits(request, fields)
                ? Optional.empty()
                : Optional.of("the form is not one of this console, or its cookie " + COOKIE
                        + " is gone: load the page again");
    }

    /** Every browser says where a request that may change something comes from. */
    private static boolean isBrowser(Request request) {
        return request.has("origin") || request.has("sec-fetch-site") || request.has("cookie")
                || request.has("referer");
    }

    private static boolean tokenFits(Request request, Map<String, String> fields) {
        String given = request.header(HEADER).orElse(fields.getOrDefault(FIELD, ""));
        return request.cookie(COOKIE).filter(cookie -> TOKEN.matcher(cookie).matches())
                .filter(cookie -> MessageDigest.isEqual(cookie.getBytes(UTF_8), given.getBytes(UTF_8))).isPresent();
    }

    /** Behind a proxy the scheme is another one than that of the connection: host and port have to be the same. */
    private static boolean isOwn(String origin, Request request) {
        try {
            URI uri = URI.create(origin);
            return uri.getRawAuthority() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && request.header("host").filter(uri.getRawAuthority()::equalsIgnoreCase).isPresent();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
