package io.iamwatch.deploy.endtoend;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The runbook as a page that Prometheus can serve, so that a link in an alert leads somewhere: headings, which
 * links name, paragraphs, bold and slanted words, code, and links within it. What else Markdown has, the runbook
 * has not.
 */
final class RunbookPage {

    private static final Pattern HEADING = Pattern.compile("(#+) (.*)");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern SLANTED = Pattern.compile("\\*([^*]+)\\*");
    private static final Pattern LINK_WITHIN = Pattern.compile("\\[([^]]*)]\\((#[a-z0-9-]+)\\)");
    private static final Pattern LINK_AWAY = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");

    private RunbookPage() {
    }

    static String of(String markdown) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>iamwatch: runbook</title>
                <style>body { max-width: 50em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.5 }</style>
                </head>
                <body>
                <!-- Made of deploy/runbook.md. -->
                """
                + Arrays.stream(markdown.strip().split("\\n\\n+")).map(RunbookPage::block)
                        .collect(Collectors.joining("\n"))
                + "\n</body>\n</html>\n";
    }

    /** As links name a heading. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static String block(String text) {
        var heading = HEADING.matcher(text);
        if (!heading.matches()) {
            return "<p>" + inline(text).replaceAll("\\n(?=<b>)", "<br>\n") + "</p>";
        }
        String tag = "h" + heading.group(1).length();
        return "<" + tag + " id=\"" + anchor(heading.group(2)) + "\">" + inline(heading.group(2)) + "</" + tag + ">";
    }

    private static String inline(String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        String linked = LINK_WITHIN.matcher(safe).replaceAll("<a href=\"$2\">$1</a>");
        String named = LINK_AWAY.matcher(linked).replaceAll("$1");
        // A star within code is none of Markdown's.
        String coded = CODE.matcher(named).replaceAll(code -> "<code>"
                + code.group(1).replace("*", "&#42;").replace("\\", "\\\\").replace("$", "\\$") + "</code>");
        return SLANTED.matcher(BOLD.matcher(coded).replaceAll("<b>$1</b>")).replaceAll("<i>$1</i>");
    }
}
