package io.signalbox.jdbc;

import java.lang.System.Logger.Level;

/** Warns of what an operator should know. Always there. */
final class WarningListener implements DatabaseListener {

    static final System.Logger LOGGER = System.getLogger(DatabaseListener.class.getName());

    @Override
    public void leaked(Leak leak) {
        LOGGER.log(Level.WARNING, leak.message(), leak.openedAt().orElse(null));
    }

    @Override
    public void checkpointBlocked(BlockedCheckpoint blocked) {
        LOGGER.log(Level.WARNING, blocked.message());
    }

    @Override
    public void snapshotAged(AgedSnapshot snapshot) {
        LOGGER.log(Level.WARNING, snapshot.message());
    }
}
