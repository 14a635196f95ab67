package io.signalbox.jdbc;

import java.sql.SQLException;

/** What is left to wait for when a commit has returned and the connection was given back. */
@FunctionalInterface
interface Durable {

    /** Nothing. */
    Durable AT_ONCE = () -> {};

    /**
     * Waits until the commit is as durable as it was to be. No deadline and no interrupt ends the wait: it is too late to
     * roll back.
     *
     * @throws CommitOutcomeUnknownException if nobody can know whether it is
     */
    void await() throws SQLException;
}
