package io.signalbox.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong in one line; the stack only where it was asked for. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult parsed) {
        commandLine.getErr().println(commandLine.getColorScheme().errorText("signalbox: " + sentence(exception)));
        if (System.getenv("SIGNALBOX_STACK") != null) {
            exception.printStackTrace(commandLine.getErr());
        } else {
            commandLine.getErr().println("Set SIGNALBOX_STACK=1 to see where it happened.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The innermost message: the outer ones are of the layers that passed it on. */
    private static String sentence(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
