package io.signalbox.hibernate;

import io.signalbox.jdbc.CommittedSnapshot;
import io.signalbox.jdbc.SqliteConnection;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The state that a transaction commits, to be read from through an EntityManager of its own while others write on: {@link
 * CommittedSnapshot}.
 *
 * <p>For the thread of the transaction.
 */
public final class CommittedState implements AutoCloseable {

    private final SessionFactoryImplementor factory;
    private @Nullable CommittedSnapshot snapshot;
    private @Nullable SqliteConnection connection;

    CommittedState(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /**
     * Has the commit of an EntityManager's present transaction take the snapshot; called when nothing is left but to commit.
     *
     * @throws PersistenceException if its connections are not those of a {@link io.signalbox.jdbc.SqliteDataSource}
     */
    public void expect(EntityManager entityManager) {
        snapshot = entityManager.unwrap(Session.class).doReturningWork(CommittedState::snapshotAfterCommit);
    }

    private static CommittedSnapshot snapshotAfterCommit(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(SqliteConnection.class)) {
            throw new PersistenceException("no snapshot after a commit can be had from " + connection.getClass());
        }
        return connection.unwrap(SqliteConnection.class).snapshotAfterCommit();
    }

    /**
     * A new EntityManager whose first transaction reads what was committed, and whose entities are read-only; to be called
     * once, after the commit.
     *
     * @throws PersistenceException if the state cannot be read
     */
    public EntityManager openForReading() {
        CommittedSnapshot expected = snapshot;
        if (expected == null) {
            throw new IllegalStateException("no snapshot was expected of a commit");
        }
        try {
            SqliteConnection reading = expected.open();
            connection = reading;
            return factory.withOptions().readOnly(true).connection(reading).openSession();
        } catch (SQLException e) {
            throw converted(e, "the state that was committed cannot be read");
        }
    }

    /** Gives the connection back, after the EntityManager was closed. To close again does nothing. */
    @Override
    public void close() {
        try {
            if (snapshot != null) {
                snapshot.close();
            }
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw converted(e, "the connection that has read what was committed was not closed cleanly");
        }
    }

    private PersistenceException converted(SQLException exception, String message) {
        return factory.getJdbcServices().getSqlExceptionHelper().convert(exception, message);
    }
}
