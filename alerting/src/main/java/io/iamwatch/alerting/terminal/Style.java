package io.iamwatch.alerting.terminal;

import io.iamwatch.contracts.finding.Severity;

/** Whether text is coloured: for a terminal, and nowhere else. */
public enum Style {
    /** No colour: a file, a pipe. */
    PLAIN,
    /** ANSI colours. */
    ANSI;

    private static final String RESET = "\u001b[0m";

    /** Returns the text in the colour of a severity. */
    public String severity(Severity severity, String text) {
        return switch (severity) {
            case CRITICAL -> paint("1;37;41", text);
            case HIGH -> paint("1;31", text);
            case MEDIUM -> paint("1;33", text);
            case LOW -> paint("36", text);
            case INFORMATIONAL -> dim(text);
        };
    }

    /** Returns the text so that the eye finds it first. */
    public String strong(String text) {
        return paint("1", text);
    }

    /** Returns the text so that the eye passes over it. */
    public String dim(String text) {
        return paint("2", text);
    }

    /** Returns the text as bad news. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** Returns the text as good news. */
    public String good(String text) {
        return paint("32", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
    }
}
