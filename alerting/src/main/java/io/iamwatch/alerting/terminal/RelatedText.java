package io.iamwatch.alerting.terminal;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.console.view.Related;
import java.util.stream.Collectors;

/** Incidents that one incident has to do with, a row each. */
public final class RelatedText {

    private static final int SHORT_UID = 12;

    private RelatedText() {
    }

    /** Returns them as text of several lines, the last of which is ended. */
    public static String of(Related related, Style style) {
        Sheet sheet = new Sheet(style);
        sheet.rows("related", related.incidents().isEmpty()
                ? java.util.List.of("none within " + Related.WITHIN.toHours() + " h")
                : related.incidents().stream().map(RelatedText::line).toList());
        if (related.total() > related.incidents().size()) {
            sheet.row("", "and " + (related.total() - related.incidents().size()) + " more");
        }
        return sheet.toString();
    }

    private static String line(Related.One one) {
        String uid = neutralise(one.row().uid());
        return uid.substring(0, Math.min(SHORT_UID, uid.length())) + "  " + one.row().severity().caption() + "  "
                + neutralise(one.row().principal()) + "  "
                + one.reasons().stream().limit(3).map(TerminalText::neutralise).collect(Collectors.joining("; "));
    }
}
