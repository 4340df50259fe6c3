package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.Style;

/** Whether standard output is watched by a person. */
final class Terminal {

    private Terminal() {
    }

    /** Colour only on a terminal, and not where <a href="https://no-color.org">NO_COLOR</a> asks for none. */
    static Style style() {
        String noColor = System.getenv("NO_COLOR");
        boolean terminal = Boolean.getBoolean("iamwatch.stdout.terminal"); // the launcher looked; Java 21 cannot tell
        return terminal && (noColor == null || noColor.isEmpty()) ? Style.ANSI : Style.PLAIN;
    }
}
