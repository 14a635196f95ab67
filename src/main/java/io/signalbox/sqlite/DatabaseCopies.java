package io.signalbox.sqlite;

import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Copies of a database that others use meanwhile: each is made on a connection of its own, in a file of its own beside its place,
 * verified, forced to disk, and put in its place in one step.
 *
 * <p>Safe for use by any number of threads.
 */
public final class DatabaseCopies {

    private final DatabaseFiles files;
    private final Pragmas pragmas;
    private final @Nullable ConnectionCustomizer customizer;
    private final Set<PhysicalConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * Copies of one database.
     *
     * @param pragmas those of the connections that it is read with
     * @param customizer what the application adds to a connection, a collation of an index for instance; null for nothing
     */
    public DatabaseCopies(DatabaseFiles files, Pragmas pragmas, @Nullable ConnectionCustomizer customizer) {
        this.files = files;
        this.pragmas = pragmas;
        this.customizer = customizer;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Reading<R> {
        /** Called once. */
        R on(PhysicalConnection connection) throws SQLException;
    }

    /** Waits until what a snapshot shows may be told. */
    @FunctionalInterface
    public interface Durable {
        /** Returns when it may. */
        void await() throws SQLException;
    }

    /**
     * Copies the database as it is at one moment, page by page.
     *
     * @param durable awaited when the snapshot is taken
     * @throws BackupException if it cannot be made, or is not whole
     * @throws StatementStoppedException if the thread was interrupted, or {@link #stop} called
     */
    public BackupReport backup(Path target, BackupOptions options, Durable durable) throws SQLException {
        return made(target, options.replace(), copy -> {
            Verification original = read(connection -> {
                connection.begin();
                connection.number("select count(*) from sqlite_schema"); // takes the snapshot
                durable.await();
                PageCopy.of(connection, copy.path(), options.progress(), () -> stopped);
                return Verification.counted(connection);
            });
            Verification verified = copied(copy, connection -> Verification.of(connection, "the copy"));
            verified.requireRowsOf(original, "the copy");
            return verified;
        });
    }

    /**
     * Copies what is in the database at one moment into new pages, without those that are free (<a
     * href="https://www.sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause">VACUUM INTO</a>).
     *
     * @throws BackupException if it cannot be made, or is not whole
     * @throws StatementStoppedException if the thread was interrupted, or {@link #stop} called
     */
    public BackupReport vacuumInto(Path target, boolean replace) throws SQLException {
        return made(target, replace, copy -> {
            read(connection -> {
                connection.executeUpdate(
                        "VACUUM INTO '" + copy.path().toString().replace("'", "''") + "'");
                return true;
            });
            return copied(copy, connection -> Verification.of(connection, "the copy"));
        });
    }

    private interface Making {
        Verification in(CopiedFile copy) throws SQLException;
    }

    private BackupReport made(Path wanted, boolean replace, Making making) throws SQLException {
        long begun = System.nanoTime();
        Path target = target(wanted, replace);
        try (CopiedFile copy = CopiedFile.beside(target)) {
            Verification verified = making.in(copy);
            copy.moveTo(target, replace);
            return new BackupReport(target, verified, Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private Path target(Path wanted, boolean replace) throws BackupException {
        try {
            Path target = CopiedFile.target(wanted);
            if (isThis(target)) {
                throw new BackupException(target + " is the database itself: choose another name", null);
            }
            CopiedFile.refuse(target, replace);
            return target;
        } catch (IOException e) {
            throw failed(wanted, e);
        }
    }

    private boolean isThis(Path other) throws IOException {
        Optional<Object> key = files.fileKey();
        return other.equals(files.database()) || (key.isPresent() && key.equals(DatabasePath.fileKey(other)));
    }

    private static BackupException failed(Path target, IOException e) {
        return new BackupException("the copy " + target + " could not be made: " + e.getMessage(), e);
    }

    /**
     * Copies a backup to where nobody else has it, and verifies that: what is restored is what was verified, whatever becomes of the
     * backup meanwhile.
     *
     * @param beside a file in a directory that has room for it
     * @throws BackupException if it is no whole database, or this database itself
     */
    public Restorable restorable(Path backup, Path beside) throws SQLException {
        try {
            Path source = CopiedFile.source(backup);
            if (isThis(source)) {
                throw new BackupException(backup + " is the database itself: name a backup of it", null);
            }
            CopiedFile copy = CopiedFile.beside(beside);
            try {
                return new Restorable(copy, verified(source, copy));
            } catch (Throwable t) {
                copy.close();
                throw t;
            }
        } catch (IOException e) {
            throw new BackupException("the backup " + backup + " cannot be restored: " + e.getMessage(), e);
        }
    }

    private Verification verified(Path source, CopiedFile copy) throws SQLException {
        try {
            using(CopiedFile.openSource(source, pragmas, customizer), connection -> {
                connection.begin();
                connection.number("select count(*) from sqlite_schema");
                PageCopy.of(connection, copy.path(), CopyProgress.NONE, () -> stopped);
                return true;
            });
            return copied(copy, connection -> Verification.of(connection, source.toString()));
        } catch (SQLException e) {
            if (ResultCode.isPrimary(e, ResultCode.NOTADB) || ResultCode.isPrimary(e, ResultCode.CORRUPT)) {
                throw new BackupException(source + " is no database, or is damaged: name another backup", e);
            }
            throw e;
        }
    }

    /** Reads the database on a connection of its own, as which it is not in a transaction. */
    public <R> R read(Reading<R> reading) throws SQLException {
        return using(PhysicalConnection.open(files, Access.READ_WRITE, pragmas, 0, customizer), reading);
    }

    private <R> R copied(CopiedFile copy, Reading<R> reading) throws SQLException {
        return using(copy.open(pragmas, customizer), reading);
    }

    private <R> R using(PhysicalConnection connection, Reading<R> reading) throws SQLException {
        connections.add(connection);
        try {
            if (stopped) {
                connection.watch.expire(Reason.CANCELLED);
            }
            return reading.on(connection);
        } finally {
            connections.remove(connection);
            closed(connection);
        }
    }

    private static void closed(PhysicalConnection connection) throws SQLException {
        try {
            connection.rollbackTransaction();
        } finally {
            connection.close();
        }
    }

    /**
     * A name beside the database that is free: the database's, {@code .before-restore-} and a number.
     *
     * @throws BackupException if the database is in memory: what is beside it goes with it
     */
    public Path freeName() throws BackupException {
        if (files.isTemporary()) {
            throw new BackupException(
                    "the database is in memory and has no place of its own: say where its present state is to be saved",
                    null);
        }
        return CopiedFile.freeName(files.database());
    }

    /** Stops what is being done here, and whatever comes, for the database is being closed. */
    public void stop() {
        stopped = true;
        connections.forEach(connection -> connection.watch.expire(Reason.CANCELLED));
    }

    /** A backup in a place of its own, verified. Closing it deletes it; the backup itself stays. */
    public static final class Restorable implements AutoCloseable {
        private final CopiedFile copy;
        private final Verification verified;

        private Restorable(CopiedFile copy, Verification verified) {
            this.copy = copy;
            this.verified = verified;
        }

        /** What was found in it. */
        public Verification verified() {
            return verified;
        }

        /**
         * Refuses a database that it cannot be copied into.
         *
         * @throws BackupException if the pages of that have another size
         */
        public void requireFits(PhysicalConnection connection) throws SQLException {
            long pageSize = connection.number("PRAGMA page_size");
            if (pageSize != verified.pageSize()) {
                throw new BackupException(
                        "the backup has pages of " + verified.pageSize() + " bytes, the database of " + pageSize
                                + ": close the database, and put the backup in its place as a file",
                        null);
            }
        }

        /**
         * Copies it into a database that it fits, in one transaction and to its end: no interrupt stops it.
         *
         * @param writer the connection that writes, outside a transaction
         * @throws SQLException SQLITE_BUSY if another process holds the write lock; nothing was done then
         * @throws BackupException if it failed and was rolled back
         */
        public void copyInto(PhysicalConnection writer) throws SQLException {
            if (!PageCopy.into(writer, copy.path())) {
                throw new SQLiteException(
                        "[SQLITE_BUSY] another process holds the write lock", SQLiteErrorCode.SQLITE_BUSY);
            }
            Verification.counted(writer).requireRowsOf(verified, "the database, after it was restored,");
        }

        @Override
        public void close() throws SQLException {
            try {
                copy.close();
            } catch (IOException e) {
                throw new BackupException("the copy " + copy.path() + " could not be deleted: delete it", e);
            }
        }
    }
}
