package io.signalbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What Hibernate's calls cost at the least: a bare connection for each thread, a plain lock around what writes, and where it is
 * to survive a power cut one sync for all who wait, outside the lock.
 */
final class LimitHibernateStack extends PooledStack {

    private final ReentrantLock writing = new ReentrantLock();
    private final GroupSync sync;
    private final Durability durability;

    static LimitHibernateStack open(Path file, Durability durability) throws SQLException, IOException {
        ThreadConnections connections = new ThreadConnections(() -> Plain.connect(file, Durability.CRASH, "DEFERRED"));
        try (Statement first = connections.get().createStatement()) {
            first.execute(
                    "select count(*) from roles"); // so that there is a log; left open it would read from it for good
        }
        return new LimitHibernateStack(connections, new GroupSync(file), durability);
    }

    private LimitHibernateStack(ThreadConnections connections, GroupSync sync, Durability durability) {
        super(configuration().property("hibernate.connection.provider_class", new BareProvider(connections)), () -> {
            sync.close();
            connections.close();
        });
        this.sync = sync;
        this.durability = durability;
    }

    /** Again where it met a reader that has the write lock for a moment: SQLite's takes it to read the log's index anew. */
    private <R> R written(Work<R> work) {
        while (true) {
            try {
                return super.write(work);
            } catch (RuntimeException e) {
                if (!isBusy(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isBusy(Throwable failure) {
        return failure != null
                && (failure instanceof SQLiteException e && e.getResultCode() == SQLiteErrorCode.SQLITE_BUSY
                        || isBusy(failure.getCause()));
    }

    @Override
    <R> R write(Work<R> work) {
        R result;
        writing.lock();
        try {
            result = written(work);
        } finally {
            writing.unlock();
        }
        if (durability == Durability.POWER) {
            try {
                sync.await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return result;
    }
}
