package io.iamwatch.alerting.csv;

import io.iamwatch.alerting.terminal.TerminalText;

/**
 * A field of a table after <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>, whatever an attacker
 * wrote into it: between quotes; on one line and without what a terminal would obey, since tables are printed too;
 * and never what a spreadsheet takes for a formula.
 */
final class CsvField {

    /** With what spreadsheets begin a formula, in their wide forms too. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    private static final int MAX_LENGTH = 1000;

    private CsvField() {
    }

    /** Returns it with its quotes; null is empty. */
    static String of(String text) {
        String safe = text == null ? "" : TerminalText.neutralise(text, MAX_LENGTH);
        // Blanks before it are dropped by some; a tab or a line's end before it has become a backslash.
        String seen = safe.strip();
        boolean isFormula = !seen.isEmpty() && FORMULA.indexOf(seen.charAt(0)) >= 0;
        return '"' + (isFormula ? "'" : "") + safe.replace("\"", "\"\"") + '"';
    }
}
