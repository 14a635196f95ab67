package io.signalbox.session;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one thread, or scope, has open: an EntityManager that it asked for, and the unit of work that it is in.
 *
 * <p>For its owner; once that has left it, for the thread that cleans up. To close it is to end one use of it.
 */
final class ThreadSession implements AutoCloseable {

    /** Whether the unit of work that a thread is in reads or writes. */
    enum Mode {
        READ,
        WRITE
    }

    /** An EntityManager as it is, and as the thread sees it. */
    private static final class Opened {
        final EntityManager raw;
        final EntityManager confined;
        final @Nullable Throwable place;

        Opened(EntityManager raw, EntityManager confined, boolean diagnostics) {
            this.raw = raw;
            this.confined = confined;
            this.place = diagnostics ? new Throwable("it was opened here") : null;
        }
    }

    private final Opening opening;
    private final Ownership ownership;
    private final Runnable forget;
    private final boolean diagnostics;
    private @Nullable Opened onDemand;
    private @Nullable Opened unit;
    private @Nullable Mode mode;
    private int attempt;
    private @Nullable Throwable rollbackCause;
    private boolean ended;

    /**
     * Nothing is open yet.
     *
     * @param forget done once, when it ends: nobody finds it any more
     * @param diagnostics whether to remember where an EntityManager is opened
     */
    ThreadSession(Opening opening, Ownership ownership, Runnable forget, boolean diagnostics) {
        this.opening = opening;
        this.ownership = ownership;
        this.forget = forget;
        this.diagnostics = diagnostics;
    }

    Ownership owner() {
        return ownership;
    }

    /** The calling thread uses it from now on; refuses those whose it is not. */
    void beginCall(String call) {
        ownership.enter(this, call);
    }

    /** The opposite. */
    void endCall() {
        ownership.leave(this);
    }

    /** Has it forgotten; for who uses it, or has found it left. */
    void end() {
        if (!ended) {
            ended = true;
            forget.run();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** {@link #endCall}. */
    @Override
    public void close() {
        endCall();
    }

    /** What a call has returned, as the owner may have it: a scope's transaction tells when it is begun and ended. */
    @Nullable
    Object confined(@Nullable Object result) {
        return result instanceof EntityTransaction transaction ? ownership.confined(transaction, this) : result;
    }

    /** The mode of the unit of work that the thread is in; null outside. */
    @Nullable
    Mode mode() {
        return mode;
    }

    boolean isOpen() {
        return onDemand != null || unit != null;
    }

    /** Where the EntityManager was opened that is open still, if that is known. */
    Optional<Throwable> openedAt() {
        Opened present = unit != null ? unit : onDemand;
        return Optional.ofNullable(present).map(opened -> opened.place);
    }

    /** The thread's EntityManager: the unit's inside one, else one that is opened on demand. */
    EntityManager current() {
        Opened present = unit;
        return present != null ? present.confined : onDemand().confined;
    }

    /** The same without the check of the thread, for who has just looked up his own. */
    EntityManager currentUnchecked() {
        Opened present = unit;
        return present != null ? present.raw : onDemand().raw;
    }

    private Opened onDemand() {
        Opened present = onDemand;
        if (present == null || !present.raw.isOpen()) {
            present = openedOnDemand(opening.forWriting());
        }
        return present;
    }

    private Opened openedOnDemand(EntityManager raw) {
        Opened opened = opened(raw, () -> closeOnDemand(raw));
        onDemand = opened;
        return opened;
    }

    private Opened opened(EntityManager raw, Runnable close) {
        return new Opened(raw, ConfinedEntityManager.confine(raw, this, close), diagnostics);
    }

    /** Opens the EntityManager on demand, and does one thing more with it. */
    EntityManager open(Consumer<? super EntityManager> more) {
        refuseWhenPresent();
        return openedOnDemand(Opening.with(more, opening.forWriting())).confined;
    }

    /** Has an EntityManager that was opened elsewhere as that which is opened on demand. */
    EntityManager adopt(EntityManager given) {
        refuseWhenPresent();
        if (!given.isOpen() || !opening.isOf(given)) {
            throw new IllegalArgumentException(
                    "the EntityManager given is closed, or not one of this database's EntityManagerFactory");
        }
        return openedOnDemand(given).confined;
    }

    private void refuseWhenPresent() {
        if (has()) {
            throw new IllegalStateException("an EntityManager of " + ownership
                    + " is open already, and would not become what is wanted: close it first, with remove()");
        }
    }

    /** True if {@link #current} need open none. */
    boolean has() {
        Opened present = unit != null ? unit : onDemand;
        return present != null && present.raw.isOpen();
    }

    /** True inside a unit of work, and inside a transaction that the thread itself has begun. */
    boolean isActive() {
        return mode != null || hasOwnTransaction();
    }

    /** True if the thread itself has begun a transaction on the EntityManager that it asked for. */
    boolean hasOwnTransaction() {
        Opened present = onDemand;
        return present != null
                && present.raw.isOpen()
                && present.raw.getTransaction().isActive();
    }

    /**
     * Enters a unit of work. One that writes uses the EntityManager that the thread has open, so that what is managed there
     * is written; one that reads needs a read-only one of its own.
     */
    EntityManager enter(Mode entered) {
        Opened opened = onDemand;
        if (entered == Mode.WRITE && opened != null && opened.raw.isOpen()) {
            return enter(opened, entered, 1);
        }
        return enter(entered, entered == Mode.READ ? opening.forReading() : opening.forWriting());
    }

    /** Enters a unit of work with an EntityManager that was opened for it, and is closed with it. */
    EntityManager enter(Mode entered, EntityManager opened) {
        return enter(opened(opened, ThreadSession::refuseClose), entered, 1);
    }

    /** Enters an attempt of a unit of work that writes, with an EntityManager of its own. */
    EntityManager enterAttempt(int number) {
        return enter(opened(opening.forWriting(), ThreadSession::refuseClose), Mode.WRITE, number);
    }

    private EntityManager enter(Opened opened, Mode entered, int number) {
        unit = opened;
        mode = entered;
        attempt = number;
        rollbackCause = null;
        return opened.raw;
    }

    /** The number of the attempt that the thread is in, from 1; 0 outside a unit of work. */
    int attempt() {
        return attempt;
    }

    /** Marks the present transaction rollback-only, and remembers why: the first reason counts. */
    void setRollbackOnly(Throwable cause) {
        current().getTransaction().setRollbackOnly();
        if (rollbackCause == null) {
            rollbackCause = cause;
        }
    }

    /** What the inner unit of work threw that marked the present one rollback-only. */
    Optional<Throwable> rollbackCause() {
        return Optional.ofNullable(rollbackCause);
    }

    private static void refuseClose() {
        throw new IllegalStateException(
                "the EntityManager of a unit of work ends with the unit: leave out the call of close()");
    }

    /** Leaves the unit of work, and closes its EntityManager if the unit opened it. */
    void leave() {
        Opened left = unit;
        unit = null;
        mode = null;
        attempt = 0;
        if (left != null && left != onDemand) {
            left.raw.close();
        }
    }

    /** Closes the EntityManager that was opened on demand, and rolls back the transaction that it is in. */
    void closeOnDemand() {
        if (unit != null) {
            throw new IllegalStateException(
                    "the thread is inside a unit of work, which ends its EntityManager: leave out the call");
        }
        try {
            close(onDemand);
        } finally {
            onDemand = null;
        }
    }

    /** As above, for the one EntityManager alone: whoever closes it once more must not close what was opened since. */
    private void closeOnDemand(EntityManager raw) {
        if (onDemand != null && onDemand.raw == raw) {
            closeOnDemand();
        } else {
            raw.close();
        }
    }

    /** Closes all that was left open. */
    void abandon() {
        Opened left = unit;
        unit = null;
        try {
            if (left != onDemand) {
                close(left);
            }
        } finally {
            close(onDemand);
            onDemand = null;
        }
    }

    private static void close(@Nullable Opened opened) {
        if (opened == null || !opened.raw.isOpen()) {
            return;
        }
        try {
            if (opened.raw.getTransaction().isActive()) {
                opened.raw.getTransaction().rollback();
            }
        } finally {
            opened.raw.close();
        }
    }
}
