package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;

/** Pages that say one thing. */
public final class Notices {

    private Notices() {
    }

    /** Returns a page that says what is wrong, or what is going on. */
    public static Html of(String title, String sentence) {
        return of(title, sentence, "/incidents");
    }

    /**
     * Returns the same with a way back.
     *
     * @param back a path of this server
     */
    public static Html of(String title, String sentence, String back) {
        return Layout.bare(title, Tag.of("main").css("notice").add(Tag.of("h1").text(title),
                Tag.of("p").set("role", "alert").add(Html.foreign(sentence, 1000)),
                Tag.of("p").add(Tag.of("a").set("href", back).text("Back"))));
    }

    /**
     * Returns the page on which the token is exchanged for a session.
     *
     * @param sentence what was wrong with the last try; empty at the first
     */
    public static Html login(String csrf, String sentence) {
        Reader nobody = new Reader("", false, false, csrf);
        Tag form = Tag.of("form").css("login").set("method", "post").set("action", "/login").add(Forms.csrf(nobody),
                Forms.labelled("Your name, as it will stand in the log", Forms.text("name", "").set("required", true)
                        .set("maxlength", "100").set("autocomplete", "username")),
                Forms.labelled("Token", Forms.text("token", "").set("type", "password").set("required", true)
                        .set("autocomplete", "current-password")),
                Forms.submit("Log in"));
        Tag main = Tag.of("main").css("notice").add(Tag.of("h1").text("Log in"));
        if (!sentence.isEmpty()) {
            main.add(Tag.of("p").css("told refused").set("role", "alert").text(sentence));
        }
        return Layout.bare("Log in", main.add(form));
    }
}
