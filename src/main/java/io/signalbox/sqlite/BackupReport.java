package io.signalbox.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A backup that was made, verified and put in its place.
 *
 * @param path the file: a database by itself, which needs no other file beside it
 * @param verified what was found in it
 * @param took how long all of it took
 */
public record BackupReport(Path path, Verification verified, Duration took) {

    /** The size of the file. */
    public long bytes() {
        return verified.pages() * verified.pageSize();
    }
}
