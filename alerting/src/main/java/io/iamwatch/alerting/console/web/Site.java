package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.page.Notices;
import io.iamwatch.alerting.console.page.Reader;
import io.iamwatch.alerting.console.web.Access.Caller;
import io.iamwatch.alerting.console.web.Access.How;
import io.iamwatch.alerting.console.web.Route.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that is answered, behind the checks that come before any answer. */
final class Site {

    private final ConsoleSettings settings;
    private final Access access;
    private final SameSite sameSite = new SameSite();
    private final List<Route> routes;

    Site(ConsoleSettings settings, Access access, List<Route> routes) {
        this.settings = settings;
        this.access = access;
        this.routes = List.copyOf(routes);
    }

    List<Route> routes() {
        return routes;
    }

    Answer answer(Request request) throws InterruptedException {
        if (settings.isOpen() && SameSite.isRebound(request)) {
            return Response.error(Response.MISDIRECTED, "this is 127.0.0.1 and localhost; by another name it is not "
                    + "answered, since a page elsewhere may have made that name lead here");
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<String> allowed = new ArrayList<>();
        for (Route route : routes) {
            Optional<String> uid = route.uidIn(request.path());
            if (uid.isPresent()) {
                if (route.method().equals(method)) {
                    return answer(route, request, uid.get());
                }
                allowed.add(route.method());
            }
        }
        return allowed.isEmpty()
                ? notFound(request)
                : Response.error(Response.NOT_ALLOWED, "allowed: " + String.join(", ", allowed))
                        .with("Allow", String.join(", ", allowed));
    }

    private Answer answer(Route route, Request request, String uid) throws InterruptedException {
        Caller caller = access.caller(request);
        if (caller instanceof Caller.Stranger(String reason) && route.audience() != Audience.ANYBODY) {
            return stranger(route, reason);
        }
        Map<String, String> fields = Map.of();
        if (!request.isSafe()) {
            Optional<Map<String, String>> sent = sent(request);
            if (sent.isEmpty()) {
                return Response.error(Response.WRONG_TYPE, "the body has to be application/json, one flat object, or "
                        + "application/x-www-form-urlencoded");
            }
            fields = sent.get();
            Optional<String> refusal = SameSite.refusal(request, fields, how(caller));
            if (refusal.isPresent()) {
                return refused(route, refusal.get());
            }
        }
        Reader reader = reader(request, caller);
        return withCookie(request, reader, route.handler().answer(new Call(request, uid, caller, fields, reader)));
    }

    private static Optional<Map<String, String>> sent(Request request) {
        if (request.isJson()) {
            return Fields.ofJson(request.body());
        }
        return request.isForm()
                ? Optional.of(Fields.decode(new String(request.body(), UTF_8)))
                : Optional.empty();
    }

    private Answer stranger(Route route, String reason) {
        if (route.audience() == Audience.PROGRAMS) {
            return Response.error(Response.UNAUTHORIZED, reason).with("WWW-Authenticate", "Bearer");
        }
        return access.sessions().isPresent()
                ? Response.redirect("/login")
                : Response.html(Response.FORBIDDEN, Notices.of("Not let in", reason));
    }

    private static Response refused(Route route, String reason) {
        return route.audience() == Audience.PROGRAMS
                ? Response.error(Response.FORBIDDEN, reason)
                : Response.html(Response.FORBIDDEN, Notices.of("Refused", reason));
    }

    private static Response notFound(Request request) {
        return request.path().startsWith("/api/")
                ? Response.error(Response.NOT_FOUND, "there is no such path; see /api/openapi.json")
                : Response.html(Response.NOT_FOUND, Notices.of("Not found", "There is no such page."));
    }

    private Reader reader(Request request, Caller caller) {
        String csrf = sameSite.token(request);
        return switch (caller) {
            case Caller.Known(String name, How how) -> new Reader(name, false, how == How.SESSION, csrf);
            case Caller.Unnamed(String otherwise, How how) ->
                new Reader(TypedName.of(request).orElse(otherwise), true, false, csrf);
            case Caller.Stranger stranger -> new Reader("", false, false, csrf);
        };
    }

    private static How how(Caller caller) {
        return switch (caller) {
            case Caller.Known known -> known.how();
            case Caller.Unnamed unnamed -> unnamed.how();
            case Caller.Stranger stranger -> How.LOCAL;
        };
    }

    /** A page's forms carry what stands in a cookie: a browser that has none gets it with the page. */
    private Answer withCookie(Request request, Reader reader, Answer answer) {
        return answer instanceof Response page && page.type().startsWith("text/html")
                && request.cookie(SameSite.COOKIE).filter(reader.csrf()::equals).isEmpty()
                        ? page.with("Set-Cookie", Cookies.session(SameSite.COOKIE, reader.csrf(), isSecure()))
                        : answer;
    }

    boolean isSecure() {
        return settings.tls().isPresent();
    }
}
