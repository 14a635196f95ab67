package io.signalbox.cli;

import io.signalbox.sqlite.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of the load is told.
 *
 * @param settings of the data source, with their prefix
 * @param keep whether the table stays
 * @param replace whether a table that an earlier run left is dropped first
 */
record StressSettings(
        Path file,
        int threads,
        Duration time,
        Mix mix,
        Durability durability,
        Map<String, String> settings,
        boolean keep,
        boolean replace) {

    StressSettings {
        settings = Map.copyOf(settings);
    }

    String url() {
        return "jdbc:sqlite:" + file;
    }

    /** All in one line. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d threads, %d s, reads to writes %s, %s, database %s",
                threads,
                time.toSeconds(),
                mix,
                durability,
                file);
    }
}
