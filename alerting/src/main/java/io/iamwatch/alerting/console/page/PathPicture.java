package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.List;
import java.util.Objects;

/** The path as a picture: who did what, one arrow a call, from the top down to the principal. */
final class PathPicture {

    private static final int MOST_CALLS = 12;
    private static final int WIDTH = 460;
    private static final int BOX = 46;
    private static final int STEP = 78;
    private static final int LEFT = 190;
    private static final int RIGHT = 250;
    private static final int ACTOR_TEXT = 24;
    private static final int NAME_TEXT = 25;

    private PathPicture() {
    }

    static Html of(Ocsf.Resource principal, AlertState alert) {
        List<Party> calls = alert.parties().subList(0, Math.min(MOST_CALLS, alert.parties().size()));
        if (calls.isEmpty()) {
            return Html.none();
        }
        int height = calls.size() * STEP + 8;
        Tag picture = Tag.of("svg").css("path").set("viewBox", "0 0 " + WIDTH + " " + height).set("role", "img")
                .set("aria-label", "The path: " + calls.size() + " calls that led to the principal, in order");
        target(picture, principal, alert, height);
        for (int i = 0; i < calls.size(); i++) {
            call(picture, calls.get(i), 4 + i * STEP, i > 0 && isSameActor(calls.get(i - 1), calls.get(i)));
        }
        int left = alert.parties().size() - calls.size();
        Tag figure = Tag.of("figure").add(picture);
        return Tag.of("div").css("figure").add(left > 0
                ? figure.add(Tag.of("figcaption").text("and " + left + " more calls, in the timeline"))
                : figure, steps(alert.path()));
    }

    private static void target(Tag picture, Ocsf.Resource principal, AlertState alert, int height) {
        int top = 4;
        picture.add(rectangle("target", RIGHT + 60, top, WIDTH - RIGHT - 64, height - 12));
        int middle = RIGHT + 60 + (WIDTH - RIGHT - 64) / 2;
        String name = shown(Sentence.name(principal), NAME_TEXT - 4);
        int line = height / 2 - 8;
        picture.add(text("name", middle, line, name),
                text("detail", middle, line + 18, shown(alert.grade() == null ? "" : alert.grade(), NAME_TEXT)));
    }

    private static void call(Tag picture, Party call, int top, boolean sameActor) {
        if (!sameActor) {
            picture.add(rectangle("actor", 4, top, LEFT - 8, BOX),
                    text("name", LEFT / 2, top + 19, shown(call.actor(), ACTOR_TEXT)),
                    text("detail", LEFT / 2, top + 36, shown(from(call), ACTOR_TEXT + 6)));
        } else {
            picture.add(line("same", LEFT / 2, top - STEP + BOX, LEFT / 2, top + BOX / 2),
                    line("same", LEFT / 2, top + BOX / 2, LEFT, top + BOX / 2));
        }
        int middle = top + BOX / 2;
        int end = RIGHT + 58;
        picture.add(line("arrow", LEFT, middle, end - 7, middle),
                Tag.of("polygon").css("tip").set("points",
                        (end - 8) + "," + (middle - 5) + " " + end + "," + middle + " " + (end - 8) + ","
                                + (middle + 5)),
                text("call", (LEFT + end) / 2 - 2, middle - 7, shown(call.operation(), 19)),
                text("detail", (LEFT + end) / 2 - 2, middle + 16, Words.ofDay(call.time())));
    }

    private static boolean isSameActor(Party one, Party other) {
        return Objects.equals(one.actor(), other.actor()) && Objects.equals(one.source(), other.source())
                && Objects.equals(one.mfa(), other.mfa());
    }

    private static String from(Party call) {
        String mfa = call.mfa() == null ? "MFA unknown" : call.mfa() ? "MFA yes" : "MFA no";
        return (call.source() == null ? "?" : AlertBounds.cut(call.source(), 16)) + ", " + mfa;
    }

    /** A picture's text does not wrap; the words beside it tell the whole. */
    private static String shown(String text, int length) {
        return AlertBounds.cut(TerminalText.neutralise(text, 100), length);
    }

    private static Html steps(List<String> path) {
        if (path.isEmpty()) {
            return Html.none();
        }
        Tag list = Tag.of("ol").css("steps");
        path.stream().limit(MOST_CALLS)
                .forEach(step -> list.add(Tag.of("li").add(Html.foreign(step, TerminalText.MAX_SENTENCE))));
        return list;
    }

    private static Tag rectangle(String css, int x, int y, int width, int height) {
        return Tag.of("rect").css(css).set("x", "" + x).set("y", "" + y).set("width", "" + width)
                .set("height", "" + height).set("rx", "6");
    }

    private static Tag line(String css, int x1, int y1, int x2, int y2) {
        return Tag.of("line").css(css).set("x1", "" + x1).set("y1", "" + y1).set("x2", "" + x2).set("y2", "" + y2);
    }

    private static Tag text(String css, int x, int y, String text) {
        return Tag.of("text").css(css).set("x", "" + x).set("y", "" + y).set("text-anchor", "middle").text(text);
    }
}
