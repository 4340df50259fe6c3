package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.Style;

/** Whether a person watches an output. */
final class Terminal {

    private Terminal() {
    }

    /** Colour only on a terminal, and not where <a href="https://no-color.org">NO_COLOR</a> asks for none. */
    static Style ofStandardOutput() {
        return style("iamwatch.stdout.terminal");
    }

    /** The same of standard error. */
    static Style ofStandardError() {
        return style("iamwatch.stderr.terminal");
    }

    /** Returns whether a person watches standard error, with colour or without. */
    static boolean isStandardError() {
        return Boolean.getBoolean("iamwatch.stderr.terminal");
    }

    /** The launcher looked; Java 21 cannot tell. */
    private static Style style(String property) {
        String noColor = System.getenv("NO_COLOR");
        return Boolean.getBoolean(property) && (noColor == null || noColor.isEmpty()) ? Style.ANSI : Style.PLAIN;
    }
}
