package io.iamwatch.alerting.console.web;

import io.iamwatch.alerting.console.act.ActionReader;
import io.iamwatch.alerting.console.page.Notices;
import java.time.Duration;

/** The token for a session, and its end. */
final class Logins {

    private final Access access;
    private final boolean secure;

    Logins(Access access, boolean secure) {
        this.access = access;
        this.secure = secure;
    }

    Response page(Call call) {
        return access.sessions().isPresent()
                ? Response.html(Response.OK, Notices.login(call.reader().csrf(), ""))
                : Response.redirect("/incidents");
    }

    Response logIn(Call call) {
        if (access.sessions().isEmpty() || !access.isToken(call.fields().getOrDefault("token", ""))) {
            return Response.html(Response.FORBIDDEN, Notices.login(call.reader().csrf(), "That is not the token."));
        }
        try {
            String name = ActionReader.name("your name", call.fields().getOrDefault("name", ""));
            return Response.redirect("/incidents").with("Set-Cookie", Cookies.lasting(Sessions.COOKIE,
                    access.sessions().get().open(name), Sessions.LENGTH, secure));
        } catch (ActionReader.Wrong wrong) {
            return Response.html(Response.BAD_REQUEST, Notices.login(call.reader().csrf(), wrong.getMessage() + "."));
        }
    }

    Response logOut(Call call) {
        return Response.redirect("/login").with("Set-Cookie",
                Cookies.lasting(Sessions.COOKIE, "", Duration.ZERO, secure));
    }
}
