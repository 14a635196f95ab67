package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Decides when the log is copied into the database, and when it is begun anew, on a thread of its own: no commit pays for it.
 *
 * <p>Most is copied while others write. To begin the log anew all of it must be copied, and nobody may read from it: so a rest is
 * copied while the writer is held, which is done when that is small. Once all is copied, who begins to read reads from the database
 * alone; those before are waited for, for a short time. The next transaction that writes begins the log anew.
 *
 * <p>It does nothing where nothing is written. {@link #run} and {@link #rest} are for one thread at a time.
 */
final class Checkpointer {

    private static final System.Logger LOGGER = System.getLogger(Checkpointer.class.getName());

    /** How long after a commit the log is looked at, on behalf of all that are made until then. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** How long nobody has written when a log that is too long is cut. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final int MAX_PASSES = 4;
    private static final long PARK = TimeUnit.MILLISECONDS.toNanos(1);

    /** Writers wait for a log that cannot be begun anew for no more than one part in so many of the time. */
    private static final int SHARE = 10;

    private final LogCheckpoints log;
    private final LogLimits limits;
    private final WriterSource writer;
    private final ReaderPool readers;
    private final Events events;
    private final LongSupplier clock;
    private final Checkpoints counted;
    private final LogPace pace;
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean hurried = new AtomicBoolean();
    private volatile boolean closing;
    private long runs;
    private boolean warned;
    private boolean failed;
    private long notBefore;
    private boolean waitsForRetry;

    /** Where the writer is to be had. */
    interface WriterSource {
        /** Waits for it. */
        WriterLease lease(String statement) throws SQLException;

        /** Does not wait. */
        Optional<Lease> leaseIfFree(String statement) throws SQLException;
    }

    /**
     * Does nothing yet.
     *
     * @param clock nanoseconds, on the clock of the pool
     */
    Checkpointer(LogCheckpoints log, WriterSource writer, ReaderPool readers, Events events, LongSupplier clock) {
        this.log = log;
        this.limits = log.limits();
        this.writer = writer;
        this.readers = readers;
        this.events = events;
        this.clock = clock;
        this.counted = new Checkpoints(limits);
        this.pace = new LogPace(limits.restartFrom());
    }

    /** From now on it looks at the log a moment after something was written, and at once where much was. */
    void start(Background.Timer timer) {
        log.onWrite(() -> {
            if (pace.isDue()) {
                look(timer, hurried, Duration.ZERO);
            } else {
                look(timer, due, INTERVAL);
            }
        });
    }

    private void look(Background.Timer timer, AtomicBoolean scheduled, Duration delay) {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            timer.after(delay, () -> {
                scheduled.set(false);
                run();
                restLater(timer, runs);
            });
        }
    }

    private void restLater(Background.Timer timer, long run) {
        if (counted.statistics().logBytes() > limits.bytes(limits.frames())) {
            timer.after(IDLE, () -> {
                if (runs == run) { // nobody has written since
                    rest();
                    restLater(timer, run);
                }
            });
        }
    }

    /** Begins nothing more, and gives up what waits for readers. */
    void close() {
        closing = true;
    }

    CheckpointStatistics statistics() {
        return counted.statistics();
    }

    /** Looks at the log, and does what is to be done about it. */
    void run() {
        runs++;
        attempt(() -> {
            CheckpointResult seen = copy();
            if (isToBeginAnew(seen)) {
                beginAnew(seen);
            }
        });
    }

    /** Cuts a log that is longer than it may be. Who is about to upgrade would take that for a commit: so nobody may read. */
    void rest() {
        attempt(() -> {
            CheckpointResult seen = look();
            if (seen.logFrames() <= limits.frames()
                    || !copied(CheckpointMode.PASSIVE).complete()) {
                return;
            }
            Optional<Lease> lease = writer.leaseIfFree("PRAGMA wal_checkpoint(TRUNCATE)");
            if (lease.isPresent()) {
                truncate(lease.get());
            }
        });
    }

    private void truncate(Lease lease) throws SQLException {
        CheckpointResult[] cut = new CheckpointResult[1];
        try {
            lease.use(unused -> readers.whileNobodyReads(() -> cut[0] = log.run(CheckpointMode.TRUNCATE)));
        } finally {
            lease.release();
        }
        if (cut[0] != null) {
            tell(cut[0]);
        }
    }

    /** Copies what is there, while others write and until little is left; where somebody reads, as far as that lets it. */
    private CheckpointResult copy() throws SQLException {
        CheckpointResult seen = look();
        for (int pass = 0; pass < MAX_PASSES && isWorthCopying(seen) && !closing; pass++) {
            long before = seen.leftFrames();
            copied(CheckpointMode.PASSIVE);
            seen = look();
            if (seen.leftFrames() >= before || seen.logFrames() >= limits.urgentFrom()) {
                break;
            }
        }
        return seen;
    }

    /** How long the log is, and how much of it is copied; waits for nobody but a checkpoint that is being made. */
    CheckpointResult look() throws SQLException {
        CheckpointResult seen = log.run(CheckpointMode.NOOP);
        counted.seen(seen);
        pace.looked(seen.logFrames());
        return seen;
    }

    /** Checkpoints once, for who asks for it and has the writer; gives that back. */
    CheckpointResult checkpoint(CheckpointMode mode, WriterLease lease) throws SQLException {
        CheckpointResult result;
        try {
            result = lease.use(unused -> log.run(mode));
        } finally {
            lease.release();
        }
        events.checkpointed(result);
        if (!result.complete() && mode.compareTo(CheckpointMode.PASSIVE) > 0) {
            events.checkpointBlocked(report(result, readers.eldest()));
        }
        return result;
    }

    private boolean isWorthCopying(CheckpointResult seen) {
        return seen.logFrames() >= limits.restartFrom() && seen.leftFrames() > limits.smallRest();
    }

    private CheckpointResult copied(CheckpointMode mode) throws SQLException {
        CheckpointResult result = log.run(mode);
        tell(result);
        return result;
    }

    private void tell(CheckpointResult result) {
        counted.seen(result);
        events.checkpointed(result);
    }

    private boolean isToBeginAnew(CheckpointResult seen) {
        boolean rests = waitsForRetry && clock.getAsLong() - notBefore < 0;
        return !closing
                && !rests
                && seen.logFrames() >= limits.restartFrom()
                && (seen.leftFrames() <= limits.smallRest() || seen.logFrames() >= limits.urgentFrom());
    }

    private void beginAnew(CheckpointResult seen) throws SQLException {
        Duration patience = limits.patience(seen.logFrames());
        long now = clock.getAsLong();
        Optional<ReaderLease> eldest = readers.eldest();
        if (eldest.isPresent() && now - eldest.get().holder().since() >= patience.toNanos()) {
            // it has read for long, and will: nobody is to wait for it
            blocked(seen.as(CheckpointMode.RESTART), patience, eldest);
            return;
        }
        CheckpointResult result = holdingTheWriter(patience);
        tell(result);
        if (result.complete()) {
            warned = false;
        } else {
            blocked(result, patience, eldest.or(readers::eldest));
        }
    }

    private CheckpointResult holdingTheWriter(Duration patience) throws SQLException {
        WriterLease lease = writer.lease("PRAGMA wal_checkpoint(RESTART)");
        long begun = clock.getAsLong();
        boolean complete = false;
        try {
            // for the whole time, so that nobody works in its midst
            CheckpointResult result = lease.use(unused -> restart(begun + patience.toNanos()));
            complete = result.complete();
            return result;
        } finally {
            lease.release();
            long held = clock.getAsLong() - begun;
            counted.held(held, complete);
            waitsForRetry = !complete;
            notBefore = begun + SHARE * held;
        }
    }

    private CheckpointResult restart(long end) throws SQLException {
        CheckpointResult result = log.run(CheckpointMode.RESTART);
        while (!result.complete() && !closing && readers.eldest().isPresent() && clock.getAsLong() - end < 0) {
            LockSupport.parkNanos(this, PARK);
            result = log.run(CheckpointMode.RESTART);
        }
        return result;
    }

    private void blocked(CheckpointResult result, Duration patience, Optional<ReaderLease> eldest) {
        if (patience.isZero()) {
            return;
        }
        counted.blocked();
        if (!warned && result.logFrames() >= limits.frames()) {
            warned = true;
            events.checkpointBlocked(report(result, eldest));
        }
    }

    private BlockedCheckpoint report(CheckpointResult result, Optional<ReaderLease> eldest) {
        return BlockedCheckpoint.of(
                events.database(), result, limits.bytes(result.logFrames()), eldest, clock.getAsLong());
    }

    /** What may fail. */
    private interface Attempt {
        void run() throws SQLException;
    }

    /** What has failed is tried again when something was written; it is warned of once. */
    private void attempt(Attempt work) {
        try {
            work.run();
            failed = false;
        } catch (DataSourceClosedException | DatabaseFencedException e) {
            LOGGER.log(Level.DEBUG, "no checkpoint of " + events.database() + " is made any more", e);
        } catch (WriterTimeoutException | WriteQueueFullException e) {
            LOGGER.log(
                    Level.DEBUG, "the log of " + events.database() + " is begun anew when the writer is to be had", e);
        } catch (SQLException e) {
            LOGGER.log(failed ? Level.DEBUG : Level.WARNING, "a checkpoint of " + events.database() + " has failed", e);
            failed = true;
        }
    }
}
