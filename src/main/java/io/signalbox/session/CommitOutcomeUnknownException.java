package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import jakarta.persistence.PersistenceException;

/**
 * Thrown by {@link Transactions#write} when the commit failed in such a way that nobody can know whether it is durable.
 * Ask the database before the work is done again.
 *
 * <p>Where JPA itself commits, it has {@link jakarta.persistence.RollbackException} for every failure: {@link #isCauseOf}
 * tells this one from the others.
 */
public final class CommitOutcomeUnknownException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    CommitOutcomeUnknownException(Throwable cause) {
        super("it is not known whether the transaction is durable: " + cause.getMessage(), cause);
    }

    /** True if a commit whose outcome is unknown is behind the throwable. */
    public static boolean isCauseOf(Throwable throwable) {
        return EntityManagers.isOutcomeUnknown(throwable);
    }
}
