package io.signalbox.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was set for the next transaction of a connection, or for the one that it is in; forgotten when that ends. */
final class NextTransaction {

    private final LeaseSource source;
    private @Nullable TransactionMode mode;
    private @Nullable Deadline deadline;

    NextTransaction(LeaseSource source) {
        this.source = source;
    }

    void setTimeout(Duration timeout) {
        deadline = Deadline.after(timeout);
    }

    void setMode(TransactionMode wanted) {
        mode = wanted;
    }

    TransactionMode mode() {
        return mode != null ? mode : source.mode();
    }

    Deadline readerDeadline() {
        return deadline != null
                ? deadline
                : Deadline.after(source.configuration().readerTimeout());
    }

    /** One deadline for the queue and for another process's lock, from the first wait on. */
    Deadline writerDeadline() {
        Deadline present = deadline != null
                ? deadline
                : Deadline.after(source.configuration().writeTimeout());
        deadline = present;
        return present;
    }

    void forget() {
        mode = null;
        deadline = null;
    }
}
