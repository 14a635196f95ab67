package io.signalbox.session;

import jakarta.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Transactions#writeThenRead} when the unit of work <em>is committed</em>, but what was to be read after it
 * failed; why is the cause. To do the whole once more would write twice: read what is committed now with {@link
 * Transactions#read}.
 */
public final class ReadAfterCommitException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    ReadAfterCommitException(String failure, @Nullable Throwable cause) {
        super("the unit of work is committed, but what was to be read after it failed: " + failure, cause);
    }
}
