package io.signalbox.jdbc;

import java.time.Duration;
import java.util.List;

/**
 * A transaction that has read from one snapshot for longer than {@link Setting#MAX_SNAPSHOT_AGE}.
 *
 * @param reader whose snapshot it is
 * @param age how old it is
 * @param openResultSets the SQL of its result sets that are open
 * @param ended whether it was ended: {@link OldSnapshots#INTERRUPT}
 * @param message all this, and what it does to the log
 */
public record AgedSnapshot(
        ConnectionUse reader, Duration age, List<String> openResultSets, boolean ended, String message) {

    /** Copies the list. */
    public AgedSnapshot {
        openResultSets = List.copyOf(openResultSets);
    }
}
