package io.signalbox.jdbc;

import io.signalbox.sqlite.BackupException;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CheckReport;
import io.signalbox.sqlite.DatabaseCopies;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Finding;
import io.signalbox.sqlite.Inspection;
import io.signalbox.sqlite.Optimization;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.Pragmas;
import io.signalbox.sqlite.RestoreReport;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Backup, restore and optimization of an open database. A backup has a connection of its own and waits for nobody; a restore takes the
 * writer and all readers.
 *
 * <p>Safe for use by any number of threads.
 */
final class Maintenance implements AutoCloseable {

    private final SqliteConfiguration configuration;
    private final DatabaseFiles files;
    private final Engine engine;
    private final DatabaseCopies copies;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock(); // read by who works, written by who closes

    Maintenance(SqliteConfiguration configuration, DatabaseFiles files, Engine engine) {
        this.configuration = configuration;
        this.files = files;
        this.engine = engine;
        this.copies = new DatabaseCopies(
                files,
                configuration.readerPragmas(),
                configuration.connectionCustomizer().orElse(null));
    }

    /** Work that the database is kept open for. */
    @FunctionalInterface
    interface Work<R> {
        R on(DatabaseCopies copies) throws SQLException;
    }

    <R> R run(Work<R> work) throws SQLException {
        if (!engine.isOpen() || !use.readLock().tryLock()) {
            throw new DataSourceClosedException("the database " + files + " is closed");
        }
        try {
            engine.refuseWhenFenced();
            return work.on(copies);
        } finally {
            use.readLock().unlock();
        }
    }

    BackupReport backup(Path target, BackupOptions options) throws SQLException {
        return run(copying -> copying.backup(target, options, engine::awaitDurable));
    }

    BackupReport vacuumInto(Path target, boolean replace) throws SQLException {
        return run(copying -> copying.vacuumInto(target, replace));
    }

    /** <a href="https://www.sqlite.org/pragma.html#pragma_optimize">PRAGMA optimize</a>; returns what it has executed. */
    List<String> optimize() throws SQLException {
        return run(copying -> {
            WriterLease writer = engine.writer(writeDeadline(), "PRAGMA optimize");
            Durable durable;
            List<String> executed;
            try {
                executed = writer.alone(writeDeadline(), Optimization::run);
                durable = writer.executedAlone(configuration.durability());
            } finally {
                writer.release();
            }
            durable.await();
            return executed;
        });
    }

    /** What is to be said of the database; asks the writer and a reader for their pragmas, each in its turn. */
    CheckReport check() throws SQLException {
        return run(copying -> {
            CheckReport report = copying.read(connection -> Inspection.of(connection, files));
            return report.with(pragmasOf(
                            engine.writer(writeDeadline(), "a check"), configuration.writerPragmas(), "the writer"))
                    .with(pragmasOf(
                            engine.reader(Deadline.after(configuration.readerTimeout()), "a check"),
                            configuration.readerPragmas(),
                            "a reader"));
        });
    }

    private static List<Finding> pragmasOf(Lease lease, Pragmas wanted, String name) throws SQLException {
        try {
            return lease.use(physical -> Inspection.ofPragmas(physical, wanted, name));
        } finally {
            lease.release();
        }
    }

    private Deadline writeDeadline() {
        return Deadline.after(configuration.writeTimeout());
    }

    /**
     * Restores a backup.
     *
     * @param saved where the present state is saved; null for a free name beside the database
     * @param precondition throws if it is not to be done; called when nobody else can read or write
     */
    RestoreReport restore(Path backup, @Nullable Path saved, Runnable precondition) throws SQLException {
        long begun = System.nanoTime();
        return run(copying -> {
            Path target = saved == null ? copying.freeName() : saved;
            try (DatabaseCopies.Restorable restorable = copying.restorable(backup, target)) {
                Path savedTo = withWriter(restorable, target, precondition);
                return new RestoreReport(restorable.verified(), savedTo, Duration.ofNanos(System.nanoTime() - begun));
            }
        });
    }

    private Path withWriter(DatabaseCopies.Restorable restorable, Path saved, Runnable precondition)
            throws SQLException {
        WriterLease writer = engine.writer(writeDeadline(), "restore of a backup");
        Path savedTo;
        Durable durable;
        try {
            savedTo = withReaders(writer, restorable, saved, precondition);
            durable = writer.executedAlone(Durability.POWER_SAFE);
        } finally {
            writer.release();
        }
        durable.await();
        return savedTo;
    }

    private Path withReaders(
            WriterLease writer, DatabaseCopies.Restorable restorable, Path saved, Runnable precondition)
            throws SQLException {
        List<Lease> readers = new ArrayList<>();
        try {
            takeAll(readers);
            // all of it in one turn: nobody works in isolation in its midst
            return writer.use(physical -> replaced(writer, restorable, saved, precondition));
        } finally {
            readers.forEach(Lease::release);
        }
    }

    private Path replaced(WriterLease writer, DatabaseCopies.Restorable restorable, Path saved, Runnable precondition)
            throws SQLException {
        precondition.run();
        restorable.requireFits(writer.physical());
        long version = writer.physical().dataVersion();
        BackupReport report = copies.backup(saved, BackupOptions.DEFAULTS, engine::awaitDurable);
        writer.alone(writeDeadline(), physical -> {
            refuseWhenWritten(physical, version, report.path());
            restorable.copyInto(physical);
            return true;
        });
        return report.path();
    }

    /** The reader that is kept for the holder of the writer, too. */
    private void takeAll(List<Lease> readers) throws SQLException {
        Deadline deadline = Deadline.after(configuration.readerTimeout());
        for (int i = 0; i <= configuration.readers(); i++) {
            readers.add(engine.reader(deadline, "restore of a backup"));
        }
    }

    private static void refuseWhenWritten(PhysicalConnection physical, long version, Path saved) throws SQLException {
        if (physical.dataVersion() != version) {
            throw new BackupException(
                    "another process has written to the database since its state was saved in " + saved
                            + ": nothing was restored. End that process, and restore again",
                    null);
        }
    }

    /** Stops what is being done, and refuses what comes. */
    void stop() {
        copies.stop();
    }

    /** Waits for the end of what was stopped; who closes from within it does not wait. */
    @Override
    public void close() {
        if (use.getReadHoldCount() == 0) {
            use.writeLock().lock(); // for good: nothing is begun any more
        }
    }
}
