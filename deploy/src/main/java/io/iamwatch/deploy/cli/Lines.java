package io.iamwatch.deploy.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks a paragraph into lines for a terminal. */
final class Lines {

    private Lines() {
    }

    /** Returns lines of at most so many characters, the second and later indented; longer words are broken. */
    static List<String> wrap(String paragraph, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.split(" ", -1)) {
            String rest = word;
            if (!line.isEmpty() && length(line) + 1 + length(rest) > width) {
                next(lines, line);
            }
            while (length(line) + length(rest) >= width) {
                int cut = rest.offsetByCodePoints(0, Math.min(length(rest), width - 1 - length(line)));
                lines.add(line + rest.substring(0, cut));
                line = new StringBuilder("  ");
                rest = rest.substring(cut);
            }
            line.append(line.isEmpty() || line.toString().isBlank() ? "" : " ").append(rest);
        }
        if (!line.toString().isBlank()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static void next(List<String> lines, StringBuilder line) {
        lines.add(line.toString());
        line.setLength(0);
        line.append("  ");
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
