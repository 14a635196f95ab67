package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Location;
import io.signalbox.sqlite.Optimization;
import io.signalbox.sqlite.PhysicalConnection;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps the statistics of the query planner up to date: soon after the database was opened, every few hours, and when it is closed.
 *
 * <p>Nobody waits for it who would notice: it asks for the writer where that is free at the moment, and mostly there is nothing to do. What
 * it does commits; a transaction that has read and is about to upgrade would take that for a conflict. So it looks for a moment in which
 * nobody reads, and does not look for ever.
 *
 * <p>{@link #run} is for one thread at a time.
 */
final class Optimizer {

    private static final System.Logger LOGGER = System.getLogger(Optimizer.class.getName());

    /** How long after the opening: what an application does at its start is not to wait for it. */
    static final Duration FIRST = Duration.ofSeconds(10);

    static final Duration INTERVAL = Duration.ofHours(4);

    /** When somebody was in the way. */
    static final Duration RETRY = Duration.ofMinutes(1);

    /** How often it looks for a moment in which nobody reads. */
    static final int MAX_RETRIES = 10;

    private final Engine engine;
    private final ReaderPool readers;
    private int retries;

    Optimizer(Engine engine, ReaderPool readers) {
        this.engine = engine;
        this.readers = readers;
    }

    void start(Background.Timer timer) {
        timer.after(FIRST, () -> runAgain(timer));
    }

    private void runAgain(Background.Timer timer) {
        timer.after(run() ? INTERVAL : RETRY, () -> runAgain(timer));
    }

    /** For the last time, whoever reads; a database in memory is gone then. */
    void atClose() {
        if (engine.configuration().location() instanceof Location.InFile) {
            attempt(true);
        }
    }

    /** Analyzes what needs it; returns false if somebody was in the way. */
    boolean run() {
        boolean done = attempt(retries == MAX_RETRIES);
        retries = done ? 0 : Math.min(MAX_RETRIES, retries + 1);
        return done;
    }

    private boolean attempt(boolean besideReaders) {
        try {
            Optional<Lease> writer = engine.writerIfFree(Optimization.STATEMENT);
            return writer.isPresent() && withWriter(writer.get(), besideReaders);
        } catch (DataSourceClosedException | DatabaseFencedException e) {
            LOGGER.log(Level.DEBUG, "nothing is analyzed any more", e);
        } catch (SQLException e) {
            LOGGER.log(Level.WARNING, "the tables of " + engine.files() + " could not be analyzed", e);
        }
        return true;
    }

    private boolean withWriter(Lease writer, boolean besideReaders) throws SQLException {
        try {
            // all of it in one turn: nobody works in isolation in its midst
            return writer.use(
                    physical -> !physical.tryBeginImmediate() ? false : begun(writer, physical, besideReaders));
        } finally {
            writer.release();
        }
    }

    private boolean begun(Lease writer, PhysicalConnection physical, boolean besideReaders) throws SQLException {
        if (Optimization.wanted(physical).isEmpty()) {
            return true;
        }
        if (!besideReaders) {
            return readers.whileNobodyReads(() -> analyze(writer, physical));
        }
        analyze(writer, physical);
        return true;
    }

    /** It is no loss if the power goes: then it is done again. */
    private static void analyze(Lease writer, PhysicalConnection physical) throws SQLException {
        Optimization.run(physical);
        writer.commit(Durability.CRASH_SAFE);
    }
}
