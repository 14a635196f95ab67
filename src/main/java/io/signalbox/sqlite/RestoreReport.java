package io.signalbox.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A backup that was restored.
 *
 * @param restored what was found in the backup, and is in the database now
 * @param saved the copy of what was in the database before
 * @param took how long all of it took
 */
public record RestoreReport(Verification restored, Path saved, Duration took) {}
