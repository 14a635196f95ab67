package io.signalbox.jdbc;

/**
 * The state of a database at one moment, and what has happened since it was opened in this JVM. Two of them tell what
 * happened in between: counters and sums only grow.
 *
 * @param writer the queue for the writer
 * @param readerPool the readers
 * @param transactions how the transactions ended
 * @param syncs the syncs of the log
 * @param leaks what was found that nobody had given back: {@link DatabaseListener#leaked}
 */
public record DataSourceStatistics(
        WriteQueueStatistics writer,
        ReaderPoolStatistics readerPool,
        TransactionStatistics transactions,
        SyncStatistics syncs,
        long leaks) {

    /** How many readers there are. */
    public int readers() {
        return readerPool.size();
    }

    /** How many of them are bound now. */
    public int readersHeld() {
        return readerPool.held();
    }

    /** How many threads wait for one now. */
    public int readersWaiting() {
        return readerPool.waiting();
    }
}
