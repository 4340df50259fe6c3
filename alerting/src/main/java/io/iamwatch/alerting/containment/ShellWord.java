package io.iamwatch.alerting.containment;

/** A word of a POSIX shell's command line, whatever it holds. */
final class ShellWord {

    private ShellWord() {
    }

    /** Between single quotes a shell takes everything as it stands but a single quote itself. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** One word for an option and its value: a value that begins with a dash is no option then. */
    static String option(String name, String value) {
        return name + "=" + quote(value);
    }
}
