package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;

/** What every page has around it. */
final class Layout {

    private Layout() {
    }

    /** A page with navigation. */
    static Html page(String title, Reader reader, Tag main) {
        Tag bar = Tag.of("header").css("bar").add(
                Tag.of("a").set("href", "/incidents").css("brand").text("iamwatch"),
                Tag.of("nav").set("aria-label", "Main").add(link("/incidents", "Open"),
                        link("/incidents?status=any&sort=changed", "All"), link("/api/openapi.json", "API")),
                Tag.of("span").set("id", "live").set("role", "status").css("live").text("not live"), who(reader));
        return document(title, bar, main);
    }

    /** A page for somebody who is not known yet. */
    static Html bare(String title, Tag main) {
        return document(title, Tag.of("header").css("bar").add(Tag.of("span").css("brand").text("iamwatch")), main);
    }

    private static Html document(String title, Tag bar, Tag main) {
        Tag head = Tag.of("head").add(Tag.of("meta").set("charset", "utf-8"),
                Tag.of("meta").set("name", "viewport").set("content", "width=device-width, initial-scale=1"),
                Tag.of("meta").set("name", "color-scheme").set("content", "light dark"),
                Tag.of("title").text(title + " · iamwatch"),
                Tag.of("link").set("rel", "icon").set("href", "/assets/icon.svg"),
                Tag.of("link").set("rel", "stylesheet").set("href", "/assets/console.css"),
                Tag.of("script").set("type", "module").set("src", "/assets/console.js"));
        return Tag.of("html").set("lang", "en").add(head,
                Tag.of("body").add(Tag.of("a").set("href", "#main").css("skip").text("Skip to content"), bar,
                        main.set("id", "main").set("tabindex", "-1")));
    }

    private static Tag link(String to, String text) {
        return Tag.of("a").set("href", to).text(text);
    }

    private static Html who(Reader reader) {
        Tag who = Tag.of("span").css("who").add(Html.foreign(reader.name()));
        return reader.leaves()
                ? who.add(Tag.of("form").set("method", "post").set("action", "/logout").add(Forms.csrf(reader),
                        Tag.of("button").css("quiet").text("Log out")))
                : who;
    }
}
