package io.signalbox.jdbc;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who holds a connection: the thread, since when, and the statement it was taken for. Immutable. */
final class Holder {

    private final Thread thread;
    private final long since;
    private final String statement;
    private final StackTraceElement @Nullable [] stack;

    /**
     * A thread that holds a connection from now on.
     *
     * @param since nanoseconds, on the clock of those who will ask
     * @param diagnostics whether to remember the thread's stack
     */
    Holder(Thread thread, long since, String statement, boolean diagnostics) {
        this.thread = thread;
        this.since = since;
        this.statement = statement;
        this.stack = diagnostics ? thread.getStackTrace() : null;
    }

    private Holder(Thread thread, long since, String statement) {
        this.thread = thread;
        this.since = since;
        this.statement = statement;
        this.stack = null;
    }

    /** The calling thread, to which it was handed. */
    Holder passedOn() {
        return thread == Thread.currentThread() ? this : new Holder(Thread.currentThread(), since, statement);
    }

    Thread thread() {
        return thread;
    }

    long since() {
        return since;
    }

    /** One sentence: who, for how long, doing what; and the stack, if that is remembered. */
    String describe(String does, long now) {
        return summary(does, now) + (stack == null ? "" : ", acquired at:\n" + indented(stack));
    }

    /** Where it was acquired, if that is remembered. */
    Optional<Throwable> acquiredAt() {
        return Optional.ofNullable(stack).map(frames -> {
            Throwable place = new Throwable("it was acquired here");
            place.setStackTrace(frames);
            return place;
        });
    }

    /** One sentence: who, for how long, doing what. */
    String summary(String does, long now) {
        return "thread '" + thread.getName() + "' " + does + " for "
                + (now - since) / 1_000_000
                + (thread.isAlive() ? " ms" : " ms and has ended") + ", its transaction's first statement: "
                + statement;
    }

    /** Why the same thread does not get the connection once more: both statements, and both places where they are told. */
    String refusal(String does, long now, String second) {
        String refusal = describe(does, now) + (stack == null ? ". " : "\n")
                + "The second transaction's first statement is: " + second;
        String advice = "Join the first transaction, or end it first";
        return stack == null
                ? refusal + ". " + advice + "; " + Setting.DIAGNOSTICS.key() + "=true tells where that was begun."
                : refusal + ", wanted at:\n" + indented(Thread.currentThread().getStackTrace()) + "\n" + advice + ".";
    }

    private static String indented(StackTraceElement[] stack) {
        return Arrays.stream(stack).map(frame -> "    at " + frame).collect(Collectors.joining("\n"));
    }
}
