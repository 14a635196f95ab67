package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Warns of what an operator should know. Always there. */
final class WarningListener implements DatabaseListener {

    static final System.Logger LOGGER = System.getLogger(DatabaseListener.class.getName());

    @Override
    public void leaked(Leak leak) {
        LOGGER.log(Level.WARNING, leak.message(), leak.openedAt().orElse(null));
    }

    /** One that waits for nobody leaves a rest when others are at work, and the next one copies it. */
    @Override
    public void checkpointed(Path database, CheckpointResult result) {
        if (!result.complete() && result.mode() != CheckpointMode.PASSIVE) {
            LOGGER.log(
                    Level.WARNING,
                    "a checkpoint of " + database + " in mode " + result.mode() + " was blocked: "
                            + result.copiedFrames() + " of the " + result.logFrames()
                            + " pages in the log are copied, and a reader or another process is in the way of the rest."
                            + " Try it again when transactions that read for long have ended.");
        }
    }

    @Override
    public void snapshotAged(AgedSnapshot snapshot) {
        LOGGER.log(Level.WARNING, snapshot.message());
    }
}
