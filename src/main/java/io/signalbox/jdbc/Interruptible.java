package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The physical connection that a cancel is meant for. It is taken out before the connection goes back, and while an
 * interrupt is on its way it cannot be: so no interrupt ever meets the next who gets the connection.
 *
 * <p>Safe for use by any number of threads.
 */
final class Interruptible {

    private @Nullable PhysicalConnection present; // guarded by this

    synchronized @Nullable PhysicalConnection set(@Nullable PhysicalConnection physical) {
        PhysicalConnection before = present;
        present = physical;
        return before;
    }

    /** Stops the statement that runs there, if one does. */
    synchronized void interrupt() throws SQLException {
        if (present != null) {
            present.interrupt();
        }
    }
}
