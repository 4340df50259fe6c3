package io.iamwatch.alerting.console.web;

import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.RawRecords;
import io.iamwatch.alerting.console.web.Route.Audience;
import java.time.InstantSource;
import java.util.List;

/** All paths. */
final class Routes {

    private Routes() {
    }

    static Site site(ConsoleSettings settings, IncidentView view, CommandDesk desk, RawRecords records,
            InstantSource wallClock) {
        boolean secure = settings.tls().isPresent();
        Access access = new Access(settings, wallClock);
        Pages pages = new Pages(view);
        Api api = new Api(view);
        Commands commands = new Commands(view, desk, wallClock);
        Evidence evidence = new Evidence(view, records);
        Logins logins = new Logins(access, secure);
        Response document = Response.json(Response.OK, Assets.read("openapi.json"));
        return new Site(settings, access, List.of(
                people("GET", "/", call -> Response.redirect("/incidents")),
                people("GET", "/incidents", pages::list),
                people("GET", "/incidents/{uid}", pages::incident),
                people("GET", "/incidents/{uid}/evidence", evidence::toPeople),
                people("POST", "/incidents/{uid}/commands", call -> commands.toPeople(call, secure)),
                programs("GET", "/api/incidents", api::list),
                programs("GET", "/api/incidents.csv", api::table),
                programs("GET", "/api/incidents/{uid}", api::incident),
                programs("GET", "/api/incidents/{uid}/related", api::related),
                programs("GET", "/api/incidents/{uid}/evidence", evidence::toPrograms),
                programs("POST", "/api/incidents/{uid}/commands", commands::toPrograms),
                programs("GET", "/api/events", api::events),
                programs("GET", "/api/openapi.json", call -> document),
                anybody("GET", "/login", logins::page), anybody("POST", "/login", logins::logIn),
                people("POST", "/logout", logins::logOut),
                Assets.route("/assets/console.css", "console.css", "text/css; charset=utf-8"),
                Assets.route("/assets/console.js", "console.js", "text/javascript; charset=utf-8"),
                Assets.route("/assets/icon.svg", "icon.svg", "image/svg+xml")));
    }

    private static Route people(String method, String template, Route.Handler handler) {
        return new Route(method, template, Audience.PEOPLE, handler);
    }

    private static Route programs(String method, String template, Route.Handler handler) {
        return new Route(method, template, Audience.PROGRAMS, handler);
    }

    private static Route anybody(String method, String template, Route.Handler handler) {
        return new Route(method, template, Audience.ANYBODY, handler);
    }
}
