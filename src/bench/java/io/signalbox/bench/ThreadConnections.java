package io.signalbox.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A connection of the driver's for each thread, and nothing in between. */
final class ThreadConnections implements AutoCloseable {

    private final ThreadLocal<Connection> own = new ThreadLocal<>();
    private final Queue<Connection> all = new ConcurrentLinkedQueue<>();
    private final Opening opening;

    /** Opens one. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    ThreadConnections(Opening opening) {
        this.opening = opening;
    }

    Connection get() throws SQLException {
        Connection connection = own.get();
        if (connection == null) {
            connection = opening.open();
            own.set(connection);
            all.add(connection);
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }
}
