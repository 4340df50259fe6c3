package io.iamwatch.alerting.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A text under construction: headlines, sentences and rows of a label and a value, wrapped to a terminal's width.
 */
final class Sheet {

    private static final int WIDTH = 100;
    private static final String INDENT = "  ";
    private static final int LABEL = 13;

    private final StringBuilder text = new StringBuilder();
    private final Style style;

    Sheet(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    Sheet line(String line) {
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    Sheet sentence(String sentence) {
        wrap(sentence, WIDTH - INDENT.length()).forEach(part -> line(INDENT + style.strong(part)));
        return this;
    }

    Sheet row(String label, String value) {
        return row(label, value, part -> part);
    }

    /**
     * Adds a row whose value goes on in the same column; paint is applied a line, so that it ends where a line ends.
     */
    Sheet row(String label, String value, UnaryOperator<String> paint) {
        String head = label;
        for (String part : wrap(value, WIDTH - INDENT.length() - LABEL)) {
            line(INDENT + style.dim(pad(head, LABEL)) + paint.apply(part));
            head = "";
        }
        return this;
    }

    /** Adds a row for each value, the label before the first. */
    Sheet rows(String label, List<String> values) {
        String head = label;
        for (String value : values) {
            row(head, value);
            head = "";
        }
        return this;
    }

    static String pad(String value, int width) {
        return value.length() >= width ? value : value + " ".repeat(width - value.length());
    }

    /** Breaks at spaces; a run of spaces inside a line stays, since columns are made of them. */
    private static List<String> wrap(String value, int width) {
        List<String> parts = new ArrayList<>();
        String rest = value;
        while (rest.length() > width) {
            int end = rest.lastIndexOf(' ', width);
            if (end <= 0) {
                end = rest.indexOf(' ');
            }
            if (end <= 0) {
                break;
            }
            parts.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        parts.add(rest);
        return parts;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
