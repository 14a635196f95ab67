package io.signalbox.jdbc;

import io.signalbox.sqlite.DatabaseClaim;
import io.signalbox.sqlite.DatabaseFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An engine with those who use it. Who comes while it is being opened or closed waits for that.
 *
 * <p>Safe for use by any number of threads.
 */
final class SharedEngine {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Opened opened; // guarded by lock
    private int users; // guarded by lock
    private boolean ended; // guarded by lock

    private record Opened(Engine engine, DatabaseClaim claim, Optional<Object> fileKey) {}

    /** Gives the files of a database, a new one perhaps. */
    @FunctionalInterface
    interface FilesSource {
        DatabaseFiles get() throws IOException;
    }

    /**
     * Counts one user more, and opens the engine for the first.
     *
     * @param present the files that the user means; null of a database that has no place of its own
     * @return empty if the last user has left: this one is closed for good
     * @throws SQLNonTransientConnectionException if it has other settings, or its file is no longer the one it opened
     */
    Optional<Engine> join(SqliteConfiguration configuration, FilesSource source, @Nullable DatabaseFiles present)
            throws IOException, SQLException {
        lock.lock();
        try {
            if (ended) {
                return Optional.empty();
            }
            Opened shared = opened != null ? opened : openFirst(configuration, source);
            refuseOtherSettings(shared.engine, configuration);
            shared.engine.refuseWhenFenced();
            if (present != null) {
                refuseOtherFile(shared, present);
            }
            users++;
            return Optional.of(shared.engine);
        } finally {
            lock.unlock();
        }
    }

    private Opened openFirst(SqliteConfiguration configuration, FilesSource source) throws IOException, SQLException {
        boolean done = false;
        try {
            Opened shared = open(configuration, source.get());
            opened = shared;
            shared.fileKey.ifPresent(key -> Engines.alsoKnownBy(key, this));
            done = true;
            return shared;
        } finally {
            if (!done) {
                end();
            }
        }
    }

    private static Opened open(SqliteConfiguration configuration, DatabaseFiles files)
            throws IOException, SQLException {
        DatabaseClaim claim = null;
        Engine engine = null;
        try {
            claim = DatabaseClaim.on(files);
            engine = newEngine(configuration, files);
            claim.extend();
            engine.start();
            return new Opened(engine, claim, files.fileKey());
        } catch (Throwable t) {
            undo(t, engine, claim, files);
            throw t;
        }
    }

    private static Engine newEngine(SqliteConfiguration configuration, DatabaseFiles files) throws SQLException {
        try {
            return new Engine(configuration, files);
        } catch (SQLException e) {
            throw FailedStart.of(files, e);
        }
    }

    private static void undo(
            Throwable failure, @Nullable Engine engine, @Nullable DatabaseClaim claim, DatabaseFiles files) {
        try {
            if (engine != null) {
                engine.close();
            }
            files.deleteTemporary();
        } catch (SQLException | IOException e) {
            failure.addSuppressed(e);
        }
        if (claim != null) {
            claim.close();
        }
    }

    private static void refuseOtherSettings(Engine engine, SqliteConfiguration wanted) throws SQLException {
        SqliteConfiguration present = engine.configuration().at(wanted.location());
        if (!present.equals(wanted)) {
            throw new SQLNonTransientConnectionException(
                    "the database " + engine.files()
                            + " is open in this JVM already, with other settings: it has " + present + ", this wants "
                            + wanted
                            + ". All who open one database share one queue and one pool: give them the same settings.",
                    FailedStart.SQL_STATE);
        }
    }

    private static void refuseOtherFile(Opened shared, DatabaseFiles present) throws IOException, SQLException {
        if (!present.fileKey().equals(shared.fileKey)) {
            throw new SQLNonTransientConnectionException(
                    "the file " + present + " was deleted or replaced while this JVM has the database open: close all"
                            + " that use it, then open the new one",
                    FailedStart.SQL_STATE);
        }
    }

    /**
     * Counts one user less, and closes the engine with the last.
     *
     * @return whether it was closed
     */
    boolean leave() throws SQLException {
        lock.lock();
        try {
            users--;
            Opened last = opened;
            if (users == 0 && last != null) {
                close(last);
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** True once the last user has left and it is closed; waits for whoever opens or closes it. */
    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void close(Opened last) throws SQLException {
        try {
            last.engine.close();
        } finally {
            last.claim.close();
            end();
        }
    }

    private void end() {
        opened = null;
        ended = true;
        Engines.forget(this);
    }
}
