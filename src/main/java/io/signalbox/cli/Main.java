package io.signalbox.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import picocli.CommandLine;

/** The command line's entry point. */
public final class Main {

    private Main() {}

    /**
     * Runs a command and exits: 0 if all went well, 1 if a check failed, 2 if an argument is wrong.
     *
     * @param args none for the main job, or as {@code --help} tells
     */
    public static void main(String[] args) {
        quietLibraries();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new MainCommand())
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void quietLibraries() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream settings = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            // the JDK's own settings hold then, and say more
        }
    }
}
