package io.signalbox.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was set for the next transaction of a connection, or for the one that it is in; forgotten when that ends. */
final class NextTransaction {

    private final LeaseSource source;
    private @Nullable TransactionMode mode;
    private @Nullable Deadline deadline;
    private @Nullable Deadline writerDeadline;

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
        if (deadline != null) {
            return deadline;
        }
        Deadline present = writerDeadline != null
                ? writerDeadline
                : Deadline.after(source.configuration().writeTimeout());
        writerDeadline = present;
        return present;
    }

    void forget() {
        mode = null;
        deadline = null;
        writerDeadline = null;
    }
}
