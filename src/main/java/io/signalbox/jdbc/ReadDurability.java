package io.signalbox.jdbc;

/** What a transaction that reads may answer from. */
public enum ReadDurability {
    /** From what is committed, of which a power cut may take the latest: readers wait for nobody. The default. */
    COMMITTED,

    /**
     * From what is durable. Before a read transaction, or a statement in autocommit, answers for the first time it waits for a
     * sync of what it sees, unless that is on disk already. Inside a transaction that writes, what is read is durable when its
     * commit is; where it wrote nothing, its commit waits as a read does.
     */
    DURABLE
}
