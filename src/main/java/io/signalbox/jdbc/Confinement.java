package io.signalbox.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The thread that a connection is bound for, and the refusal of all others. */
final class Confinement {

    private volatile @Nullable Thread user;

    /** From now on the connection is the calling thread's. */
    void bind() {
        user = Thread.currentThread();
    }

    /** The connection is nobody's. */
    void unbind() {
        user = null;
    }

    /** Refuses every thread but the one that bound: also when that has ended, for nobody knows what it had in mind. */
    void check() throws ThreadConfinementException {
        Thread bound = user;
        if (bound != null && bound != Thread.currentThread()) {
            throw refusal(bound);
        }
    }

    /** Refuses every thread but the one that bound; once that has ended, any other may end what it left. */
    void checkEnd() throws ThreadConfinementException {
        Thread bound = user;
        if (bound != null && bound != Thread.currentThread() && bound.isAlive()) {
            throw refusal(bound);
        }
    }

    /** What is to be said of the failure of what has been ended with the thread that bound; null if that lives. */
    @Nullable
    ThreadConfinementException refusalOfWhatAnEndedThreadLeft(SQLException failure) {
        Thread bound = user;
        if (bound == null || bound.isAlive()) {
            return null;
        }
        ThreadConfinementException refusal = refusal(bound);
        refusal.initCause(failure);
        return refusal;
    }

    /** True if something is bound, and by the calling thread or by one that has ended. */
    boolean mayBeEnded() {
        Thread bound = user;
        return bound != null && (bound == Thread.currentThread() || !bound.isAlive());
    }

    private static ThreadConfinementException refusal(Thread bound) {
        return new ThreadConfinementException(
                "this connection is in the midst of a transaction of thread '"
                        + bound.getName() + "' and cannot be used by thread '"
                        + Thread.currentThread().getName() + "': "
                        + (bound.isAlive()
                                ? "let each thread open its own"
                                : "that thread has ended, and what it had not committed is rolled back: call rollback() or close()"));
    }
}
