package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/** A reader, as long as somebody has it. Released once. */
final class ReaderLease implements Lease {

    private final ReaderPool pool;
    private final PhysicalPool.Pooled pooled;
    private final Holder holder;
    private final Observation observation;
    private Semaphore permit; // guarded by the pool's lock
    private boolean reported; // guarded by this, as the next
    private boolean released;

    ReaderLease(ReaderPool pool, PhysicalPool.Pooled pooled, Holder holder, Semaphore permit, Observation observation) {
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

    Semaphore permit() {
        return permit;
    }

    void setPermit(Semaphore other) {
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
        if (released) {
            return;
        }
        PhysicalConnection physical = physical();
        physical.retire("its snapshot was too old");
        try {
            physical.expire();
        } catch (SQLException e) {
            System.getLogger(ReaderPool.class.getName())
                    .log(System.Logger.Level.WARNING, "a snapshot that is too old could not be ended", e);
        }
    }

    private synchronized boolean setReleased() {
        boolean first = !released;
        released = true;
        return first;
    }

    @Override
    public void release() {
        if (!setReleased()) {
            return;
        }
        try {
            giveBack();
        } finally {
            pool.released(this);
        }
        observation.released();
    }

    private void giveBack() {
        PhysicalConnection physical = physical();
        try {
            physical.rollbackTransaction();
        } catch (SQLException e) {
            physical.retire("its rollback failed: " + e.getMessage());
        }
        try {
            pooled.giveBack();
        } catch (SQLException e) {
            // c3p0 reports what it could not close; the connection is out of the pool either way
            System.getLogger(ReaderPool.class.getName())
                    .log(System.Logger.Level.WARNING, "a reader could not be given back", e);
        }
    }
}
