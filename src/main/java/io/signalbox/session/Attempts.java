package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import io.signalbox.jdbc.TransactionMode;
import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one unit of work: it is run again where it met a conflict, after a pause of random length, within the
 * timeout of all attempts together.
 *
 * <p>For one thread.
 */
final class Attempts {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int LONGEST_PAUSE = 5; // doublings

    private final TransactionOptions options;
    private final Retried retried;
    private final long begun = System.nanoTime();
    private final List<Throwable> failures = new ArrayList<>(0);

    /**
     * None was made yet.
     *
     * @param retried told before each attempt but the first
     */
    Attempts(TransactionOptions options, Retried retried) {
        this.options = options;
        this.retried = retried;
    }

    /** Told of an attempt that is about to be made, and of what the one before has failed with. */
    interface Retried {
        void as(int attempt, Throwable failure);
    }

    /** One attempt. */
    interface Attempt<T extends @Nullable Object, X extends Exception> {
        T run(int number, TransactionOptions options) throws X;
    }

    <T extends @Nullable Object, X extends Exception> T run(Attempt<T, X> attempt) throws X {
        TransactionOptions present = options;
        while (true) {
            try {
                return attempt.run(failures.size() + 1, present);
            } catch (Throwable t) {
                present = next(t);
                if (present == null) {
                    failures.stream().filter(failure -> failure != t).forEach(t::addSuppressed);
                    throw t;
                }
                failures.add(t);
                retried.as(failures.size() + 1, t);
            }
        }
    }

    /** The options of the next attempt; null if there is to be none. */
    private @Nullable TransactionOptions next(Throwable failure) {
        if (failures.size() + 1 >= options.attempts() || !isConflict(failure) || !pause()) {
            return null;
        }
        TransactionOptions next = options.withMode(TransactionMode.IMMEDIATE);
        if (options.timeout().isEmpty()) {
            return next;
        }
        Duration left = options.timeout().get().minusNanos(System.nanoTime() - begun);
        return left.isNegative() || left.isZero() ? null : next.withTimeout(left);
    }

    private static boolean isConflict(Throwable failure) {
        if (failure instanceof CommitOutcomeUnknownException || EntityManagers.isOutcomeUnknown(failure)) {
            return false;
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof OptimisticLockException) {
                return true;
            }
        }
        return false;
    }

    /** So that those who met do not meet again; false if the thread was interrupted. */
    private boolean pause() {
        long longest = FIRST_PAUSE << Math.min(failures.size(), LONGEST_PAUSE);
        LockSupport.parkNanos(this, ThreadLocalRandom.current().nextLong(longest));
        return !Thread.currentThread().isInterrupted();
    }
}
