package io.signalbox.jdbc;

/** What is done about a transaction that reads from one snapshot for longer than {@link Setting#MAX_SNAPSHOT_AGE}. */
public enum OldSnapshots {
    /** It is warned of, once, through {@link System.Logger}: the thread, since when, and its first statement. */
    REPORT,
    /**
     * It is warned of, and ended: the statement that runs is stopped, and every later one refused, with a {@link
     * io.signalbox.sqlite.StatementStoppedException} that says so. A transaction that was about to write in {@link
     * TransactionMode#UPGRADE} ends so as well. Where a thread has stopped in the midst of reading a result set, its snapshot
     * is given up when it asks for the next row, or closes the connection.
     */
    INTERRUPT
}
