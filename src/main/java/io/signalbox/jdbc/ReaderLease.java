package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A reader, as long as somebody has it. Released once. */
final class ReaderLease implements Lease {

    private final ReaderPool pool;
    private final PhysicalPool.Pooled pooled;
    private volatile Holder holder;
    private final Observation observation;
    private boolean passedOn; // guarded by this, as all below but permit
    private FairPermits permit; // guarded by the pool's lock
    private boolean reported;
    private boolean released;

    ReaderLease(
            ReaderPool pool, PhysicalPool.Pooled pooled, Holder holder, FairPermits permit, Observation observation) {
        this.pool = pool;
        this.pooled = pooled;
        this.holder = holder;
        this.permit = permit;
        this.observation = observation;
    }

    @Override
    public PhysicalConnection physical() {
        return pooled.physical();
    }

    @Override
    public Observation observation() {
        return observation;
    }

    Holder holder() {
        return holder;
    }

    FairPermits permit() {
        return permit;
    }

    void setPermit(FairPermits other) {
        permit = other;
    }

    @Override
    public void begin(Deadline deadline) throws SQLException {
        physical().begin();
    }

    /** True the first time. */
    synchronized boolean reportOnce() {
        boolean first = !reported;
        reported = true;
        return first;
    }

    /** Ends what is read here, for any thread; does nothing once the reader was given back, for it may be another's. */
    synchronized void expire() {
        if (!released) {
            physical().retire("its snapshot was too old");
            expire(Reason.SNAPSHOT_TOO_OLD);
        }
    }

    private void expire(Reason why) {
        try {
            physical().expire(why);
        } catch (SQLException e) {
            System.getLogger(ReaderPool.class.getName())
                    .log(System.Logger.Level.WARNING, "what is read could not be ended", e);
        }
    }

    @Override
    public synchronized boolean passOn() {
        holder = holder.passedOn();
        passedOn = true;
        return !released;
    }

    /** What a thread has left by ending. */
    record Left(Holder holder, List<String> openResults, boolean passedOn) {}

    /** Gives back what its thread has left by ending; empty if it has not, or there is nothing to give back. */
    Optional<Left> reclaim() {
        Left left;
        synchronized (this) {
            if (released || holder.thread().isAlive()) {
                return Optional.empty();
            }
            released = true;
            left = new Left(holder, physical().openResults(), passedOn);
            physical().retire("the thread that held it has ended");
            expire(Reason.THREAD_ENDED);
        }
        giveBackToPool();
        return Optional.of(left);
    }

    private synchronized boolean setReleased() {
        boolean first = !released;
        released = true;
        return first;
    }

    @Override
    public void release() {
        if (setReleased()) {
            giveBackToPool();
            observation.released();
        }
    }

    private void giveBackToPool() {
        try {
            giveBack();
        } finally {
            pool.released(this);
        }
    }

    private void giveBack() {
        try {
            pooled.giveBack();
        } catch (SQLException e) {
            // c3p0 reports what it could not close; the connection is out of the pool either way
            System.getLogger(ReaderPool.class.getName())
                    .log(System.Logger.Level.WARNING, "a reader could not be given back", e);
        }
    }
}
