package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has open: an EntityManager that it asked for, and the unit of work that it is in.
 *
 * <p>For its own thread; once that has ended, for the one that cleans up.
 */
final class ThreadSession {

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

        Opened(EntityManager raw, Runnable close, boolean diagnostics) {
            this.raw = raw;
            this.confined = ConfinedEntityManager.confine(raw, close);
            this.place = diagnostics ? new Throwable("it was opened here") : null;
        }
    }

    private final EntityManagers entityManagers;
    private final boolean diagnostics;
    private final Thread thread = Thread.currentThread();
    private @Nullable Opened onDemand;
    private @Nullable Opened unit;
    private @Nullable Mode mode;
    private int attempt;
    private @Nullable Throwable rollbackCause;

    /**
     * Nothing is open yet.
     *
     * @param diagnostics whether to remember where an EntityManager is opened
     */
    ThreadSession(EntityManagers entityManagers, boolean diagnostics) {
        this.entityManagers = entityManagers;
        this.diagnostics = diagnostics;
    }

    Thread thread() {
        return thread;
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
            EntityManager raw = entityManagers.openForWriting();
            present = new Opened(raw, () -> closeOnDemand(raw), diagnostics);
            onDemand = present;
        }
        return present;
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
        return enter(entered, entered == Mode.READ ? entityManagers.openForReading() : entityManagers.openForWriting());
    }

    /** Enters a unit of work with an EntityManager that was opened for it, and is closed with it. */
    EntityManager enter(Mode entered, EntityManager opened) {
        return enter(new Opened(opened, ThreadSession::refuseClose, diagnostics), entered, 1);
    }

    /** Enters an attempt of a unit of work that writes, with an EntityManager of its own. */
    EntityManager enterAttempt(int number) {
        return enter(
                new Opened(entityManagers.openForWriting(), ThreadSession::refuseClose, diagnostics),
                Mode.WRITE,
                number);
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
        close(onDemand);
        onDemand = null;
    }

    /** As above, for the one EntityManager alone: whoever closes it once more must not close what was opened since. */
    private void closeOnDemand(EntityManager raw) {
        if (onDemand != null && onDemand.raw == raw) {
            closeOnDemand();
        } else {
            raw.close();
        }
    }

    /** Closes all that an ended thread has left open. */
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
