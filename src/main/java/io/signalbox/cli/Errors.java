package io.signalbox.cli;

import io.signalbox.session.CommitOutcomeUnknownException;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLTransientException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What went wrong in the threads of a job: errors about locks, commits whose outcome nobody knows, and all others. Safe for
 * use by any number of threads.
 */
final class Errors {

    private static final int KEPT = 5;

    private final LongAdder locks = new LongAdder();
    private final LongAdder unknownOutcomes = new LongAdder();
    private final LongAdder others = new LongAdder();
    private final Queue<String> first = new ConcurrentLinkedQueue<>();

    void add(Throwable error) {
        kindOf(error).increment();
        if (first.size() < KEPT) {
            first.add(error.toString());
        }
    }

    private LongAdder kindOf(Throwable error) {
        if (error instanceof CommitOutcomeUnknownException) {
            return unknownOutcomes;
        }
        return isLockError(error) ? locks : others;
    }

    private static boolean isLockError(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof LockTimeoutException
                        || cause instanceof PessimisticLockException
                        || cause instanceof SQLTransientException);
    }

    long locks() {
        return locks.sum();
    }

    /** Transactions that may be committed or not; they are among neither the locks nor the others. */
    long unknownOutcomes() {
        return unknownOutcomes.sum();
    }

    long others() {
        return others.sum();
    }

    /** All of them. */
    long all() {
        return locks() + unknownOutcomes() + others();
    }

    /** The first few, as they were. */
    Iterable<String> first() {
        return first;
    }
}
