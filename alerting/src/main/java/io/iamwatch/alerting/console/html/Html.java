package io.iamwatch.alerting.console.html;

import io.iamwatch.alerting.terminal.TerminalText;
import java.util.ArrayList;
import java.util.List;

/** A piece of a page. There is no way to put markup into it but a {@link Tag}. */
public sealed interface Html permits Html.Text, Html.Many, Tag {

    /** Appends it as HTML. */
    void write(StringBuilder out);

    /** Returns text of ours, or text that is in bounds. Invisible characters are replaced, markup is escaped. */
    static Html text(String text) {
        return new Text(text);
    }

    /**
     * Returns text that somebody else wrote, perhaps an attacker: what is invisible or reorders is shown as an escape,
     * what is too long is cut and counted, and its direction ends with it.
     */
    static Html foreign(String text) {
        return foreign(text, TerminalText.MAX_LENGTH);
    }

    /** Returns the same with a limit of its own, in code points. */
    static Html foreign(String text, int maxLength) {
        return Tag.of("bdi").text(TerminalText.neutralise(text, maxLength));
    }

    /** Returns foreign text whose lines stay lines, up to so many code points a line. */
    static Html lines(String text, int maxLength) {
        List<Html> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(lines.isEmpty() ? none() : Tag.of("br"));
            lines.add(foreign(line, maxLength));
        }
        return many(lines);
    }

    /** Returns several pieces, one after the other. */
    static Html many(List<? extends Html> parts) {
        return new Many(List.copyOf(parts));
    }

    /** Returns nothing. */
    static Html none() {
        return new Many(List.of());
    }

    /** Text; see {@link #text(String)}. */
    record Text(String text) implements Html {
        @Override
        public void write(StringBuilder out) {
            Escape.text(text, out);
        }
    }

    /** Several pieces; see {@link #many(List)}. */
    record Many(List<Html> parts) implements Html {
        @Override
        public void write(StringBuilder out) {
            parts.forEach(part -> part.write(out));
        }
    }
}
