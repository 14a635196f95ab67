package io.signalbox.jdbc;

import io.signalbox.Actor;
import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A thread that begins a transaction and keeps it, alive, until it is told to end it. */
final class Keeper implements AutoCloseable {

    private final ExecutorService executor;
    private final Connection connection;

    private Keeper(String name, Connection connection) {
        this.connection = connection;
        this.executor = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
    }

    /** Begins with a statement. */
    static Keeper of(String name, Connection connection, String sql) throws Exception {
        Keeper keeper = new Keeper(name, connection);
        keeper.does(() -> TestDataSource.execute(connection, sql));
        return keeper;
    }

    void does(Actor.Action action) throws Exception {
        call(() -> {
            action.run();
            return true;
        });
    }

    private <T> T call(Callable<T> call) throws Exception {
        try {
            return executor.submit(call).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the keeper has failed", e.getCause());
        }
    }

    /** Rolls back, closes the connection and ends the thread. */
    @Override
    public void close() throws Exception {
        if (!executor.isShutdown()) {
            does(connection::close);
            executor.shutdown();
        }
    }
}
