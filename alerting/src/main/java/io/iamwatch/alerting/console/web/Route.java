package io.iamwatch.alerting.console.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that is answered.
 *
 * @param template the path, with {@code {uid}} where an incident's id stands
 * @param audience who may ask, and in which form they are told that they may not
 */
record Route(String method, String template, Audience audience, Handler handler) {

    private static final String UID = "[A-Za-z0-9._:-]{1,200}";

    /** For whom it is. */
    enum Audience {
        /** Everybody: what tells nothing. */
        ANYBODY,
        /** People with a browser, who are let in. */
        PEOPLE,
        /** Programs, which are let in. */
        PROGRAMS
    }

    /** Answers. */
    interface Handler {
        Answer answer(Call call) throws InterruptedException;
    }

    /** The id in a path of this template; empty in one that has none; absent where the path is another. */
    Optional<String> uidIn(String path) {
        Matcher matcher = Pattern.compile(Pattern.quote(template).replace("{uid}", "\\E(" + UID + ")\\Q"))
                .matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(matcher.groupCount() == 0 ? "" : matcher.group(1));
    }

    boolean isOfApi() {
        return template.startsWith("/api/");
    }
}
