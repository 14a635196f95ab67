package io.signalbox.sqlite;

/**
 * Something that a check of a database has found.
 *
 * @param severity how bad it is
 * @param what what was found, and where
 * @param remedy what to do about it
 */
public record Finding(Severity severity, String what, String remedy) {

    /** How bad something is. */
    public enum Severity {
        /** Worth knowing; nothing has to be done. */
        INFO,
        /** Nothing is wrong yet, but it may come to that. */
        WARNING,
        /** Something is wrong, or a promise does not hold here. */
        ERROR
    }

    static Finding info(String what, String remedy) {
        return new Finding(Severity.INFO, what, remedy);
    }

    static Finding warning(String what, String remedy) {
        return new Finding(Severity.WARNING, what, remedy);
    }

    static Finding error(String what, String remedy) {
        return new Finding(Severity.ERROR, what, remedy);
    }
}
