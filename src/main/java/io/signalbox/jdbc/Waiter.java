package io.signalbox.jdbc;

import org.jspecify.annotations.Nullable;

/** One that waits in a {@link WriteQueue}, by whose lock it is guarded. */
final class Waiter {
    final Thread thread = Thread.currentThread();
    final long since;
    final String statement;

    @Nullable
    WritePermit granted;

    Waiter(long since, String statement) {
        this.since = since;
        this.statement = statement;
    }
}
