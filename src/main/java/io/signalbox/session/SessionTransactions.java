package io.signalbox.session;

import io.signalbox.hibernate.CommittedState;
import io.signalbox.hibernate.EntityManagers;
import io.signalbox.session.ThreadSession.Mode;
import io.signalbox.sqlite.Durability;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.RollbackException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Units of work over {@link ThreadSessions}: each in a transaction of JPA's, on the calling thread.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SessionTransactions implements Transactions {

    private final ThreadSessions sessions;

    /** Units of work on the sessions given. */
    public SessionTransactions(ThreadSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T read(TransactionOptions options, Work<T, X> work)
            throws X {
        try (ThreadSession session = sessions.session("read")) {
            return session.isActive()
                    ? work.run(session.current())
                    : run(session, session.enter(Mode.READ), options, work);
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T write(TransactionOptions options, Work<T, X> work)
            throws X {
        try (ThreadSession session = sessions.session("write")) {
            if (session.mode() == Mode.READ) {
                throw new WriteInReadException(Places.writeInRead());
            }
            return session.isActive() ? join(session, options, work) : write(session, options, work);
        }
    }

    private <T extends @Nullable Object, X extends Exception> T write(
            ThreadSession session, TransactionOptions options, Work<T, X> work) throws X {
        return options.attempts() == 1
                ? run(session, session.enter(Mode.WRITE), options, work)
                : new Attempts(options, sessions.entityManagers()::tellRetried)
                        .run((number, present) -> run(session, session.enterAttempt(number), present, work));
    }

    @Override
    public <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R writeThenRead(
            TransactionOptions options, Work<T, X> work, Reading<T, R> reading) throws X {
        try (ThreadSession session = sessions.session("writeThenRead")) {
            return writeThenRead(session, options, work, reading);
        }
    }

    private <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R writeThenRead(
            ThreadSession session, TransactionOptions options, Work<T, X> work, Reading<T, R> reading) throws X {
        if (session.mode() == Mode.READ) {
            throw new WriteInReadException(Places.writeInRead());
        }
        if (session.isActive()) {
            throw new NestedWriteException(Places.nestedWrite());
        }
        try (CommittedState state = sessions.entityManagers().committedState()) {
            T written = this.<T, X>write(session, options, em -> {
                T result = work.run(em);
                state.expect(em);
                return result;
            });
            return read(session, state, written, reading);
        }
    }

    /** Reads what is committed: whatever fails from here on says so. */
    private <T extends @Nullable Object, R extends @Nullable Object> R read(
            ThreadSession session, CommittedState state, T written, Reading<T, R> reading) {
        try (state) {
            EntityManager entered = session.enter(Mode.READ, sessions.configured(state.openForReading()));
            return this.<R, Exception>run(session, entered, TransactionOptions.DEFAULT, em -> reading.run(em, written));
        } catch (Exception e) {
            throw new ReadAfterCommitException(e.toString(), e);
        } catch (Error e) {
            e.addSuppressed(new ReadAfterCommitException(e.toString(), null));
            throw e;
        }
    }

    @Override
    public boolean isActive() {
        return sessions.isActive();
    }

    @Override
    public int attempt() {
        return sessions.attempt();
    }

    private static <T extends @Nullable Object, X extends Exception> T join(
            ThreadSession session, TransactionOptions options, Work<T, X> work) throws X {
        try {
            if (options.durability().equals(Optional.of(Durability.POWER_SAFE))) {
                EntityManagers.setDurability(session.currentUnchecked(), Durability.POWER_SAFE);
            }
            return work.run(session.current());
        } catch (Throwable t) {
            session.setRollbackOnly(t);
            throw t;
        }
    }

    private <T extends @Nullable Object, X extends Exception> T run(
            ThreadSession session, EntityManager entered, TransactionOptions options, Work<T, X> work) throws X {
        try {
            sessions.entityManagers().begin(entered, options.timeout(), options.mode(), options.durability());
            return committed(session, entered, work);
        } finally {
            session.leave();
        }
    }

    /** Runs the work and commits; where anything throws, rolls back and lets it go on, with a failed rollback suppressed. */
    private static <T extends @Nullable Object, X extends Exception> T committed(
            ThreadSession session, EntityManager entered, Work<T, X> work) throws X {
        EntityTransaction transaction = entered.getTransaction();
        try {
            T result = work.run(session.current());
            refuseRollbackOnly(session, transaction);
            commit(entered);
            return result;
        } catch (Throwable t) {
            rollBack(transaction, t);
            if (EntityManagers.isOutcomeUnknown(t)) {
                throw new CommitOutcomeUnknownException(t);
            }
            throw t;
        }
    }

    /** Commits. What fails is thrown as it is, a conflict or a lock for instance: JPA has it as a RollbackException's cause. */
    private static void commit(EntityManager entered) {
        try {
            entered.getTransaction().commit();
        } catch (RollbackException e) {
            throw EntityManagers.commitFailure(entered, e);
        }
    }

    /** Hibernate would roll back and say nothing. */
    private static void refuseRollbackOnly(ThreadSession session, EntityTransaction transaction) {
        if (transaction.getRollbackOnly()) {
            throw new RollbackException(
                    "the transaction was marked rollback-only, and was rolled back"
                            + session.rollbackCause()
                                    .map(cause -> ": an inner unit of work threw " + cause)
                                    .orElse(""),
                    session.rollbackCause().orElse(null));
        }
    }

    private static void rollBack(EntityTransaction transaction, Throwable reason) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }
}
