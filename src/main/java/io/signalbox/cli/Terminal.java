package io.signalbox.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Where the output goes: to somebody who looks at it as it comes, or to a file or a pipe. */
final class Terminal {

    private Terminal() {}

    /** From JDK 22 on there is a console without a terminal, too, and it can be asked. */
    @SuppressWarnings("SystemConsoleNull") // asked below where it can be
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
