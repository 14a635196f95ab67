package io.signalbox.jdbc;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The right to use the writer, and who has it. */
final class WritePermit {

    private final Thread thread;
    private final long since;
    private final String statement;
    private final StackTraceElement @Nullable [] stack;

    WritePermit(Thread thread, long since, String statement, boolean diagnostics) {
        this.thread = thread;
        this.since = since;
        this.statement = statement;
        this.stack = diagnostics ? thread.getStackTrace() : null;
    }

    Thread thread() {
        return thread;
    }

    /** Nanoseconds. */
    long heldFor(long now) {
        return now - since;
    }

    /** One sentence: who, since when, doing what. */
    String describe(long now) {
        long millis = heldFor(now) / 1_000_000;
        return "thread '" + thread.getName() + "' has held it for " + millis
                + " ms, its transaction's first statement: " + statement
                + (stack == null ? "" : ", acquired at:\n" + indented(stack));
    }

    private static String indented(StackTraceElement[] stack) {
        return Arrays.stream(stack).map(frame -> "    at " + frame).collect(Collectors.joining("\n"));
    }
}
