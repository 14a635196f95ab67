package io.signalbox.jdbc;

/** When a read-write transaction takes the writer. Both modes are serializable. */
public enum TransactionMode {
    /** At its first statement; so what it reads is current, and its writes never conflict. The default. */
    IMMEDIATE,

    /**
     * At its first write. Until then it reads a snapshot on a reader, beside writers and other readers; at the first
     * write it moves to the writer, after proof that nothing was committed since the snapshot. If something was, it fails
     * with a {@link SnapshotConflictException}, which JPA has as {@link jakarta.persistence.OptimisticLockException}: try
     * the transaction again. For transactions that mostly only read.
     */
    UPGRADE
}
