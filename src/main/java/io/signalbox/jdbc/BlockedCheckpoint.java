package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A checkpoint that could not be completed, because a transaction that reads, or another process, is in the way.
 *
 * @param database the path of the database
 * @param result how far it came
 * @param logBytes how long the log is
 * @param reader the use of a reader of this process that has lasted longest; empty if there is none: then it is another process
 * @param readerAge how long that has lasted
 * @param message all this, and what can be done about it
 */
public record BlockedCheckpoint(
        Path database,
        CheckpointResult result,
        long logBytes,
        Optional<ConnectionUse> reader,
        Optional<Duration> readerAge,
        String message) {

    /** Of what is known at the moment. */
    static BlockedCheckpoint of(
            Path database, CheckpointResult result, long logBytes, Optional<ReaderLease> eldest, long now) {
        String message = "a checkpoint of " + database + " in mode " + result.mode() + " was blocked: "
                + result.copiedFrames() + " of the " + result.logFrames() + " pages in the log (" + logBytes / 1024
                + " KiB) are copied, and the log cannot be begun anew: "
                + eldest.map(lease -> lease.holder().describe("has read", now))
                        .orElse("another process, or a reader that has ended since, is in the way")
                + ". It grows meanwhile. Make the transactions that read shorter; " + Setting.MAX_SNAPSHOT_AGE.key()
                + " and " + Setting.OLD_SNAPSHOTS.key() + " bound them.";
        return new BlockedCheckpoint(
                database,
                result,
                logBytes,
                eldest.map(lease -> lease.observation().use()),
                eldest.map(lease -> Duration.ofNanos(now - lease.holder().since())),
                message);
    }
}
