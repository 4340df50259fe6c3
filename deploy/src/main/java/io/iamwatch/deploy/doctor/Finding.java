package io.iamwatch.deploy.doctor;

/**
 * What was found where somebody looked.
 *
 * @param what was looked at, in a word or two
 * @param level how bad it is
 * @param detail what was seen
 * @param remedy what to do; empty where nothing is to be done
 */
public record Finding(String what, Level level, String detail, String remedy) {

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** It works, and is likely not to for long. */
        WARNING,
        /** It does not work. */
        BAD
    }

    static Finding good(String what, String detail) {
        return new Finding(what, Level.GOOD, detail, "");
    }

    static Finding warning(String what, String detail, String remedy) {
        return new Finding(what, Level.WARNING, detail, remedy);
    }

    static Finding bad(String what, String detail, String remedy) {
        return new Finding(what, Level.BAD, detail, remedy);
    }
}
