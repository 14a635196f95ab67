package io.signalbox.sqlite;

/**
 * How durable a transaction is when {@code commit()} has returned.
 *
 * <p>At both levels a crash of the application or a {@code kill -9} loses nothing, and the database is never corrupt. SQLite's
 * own setting is <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</a>=NORMAL at both.
 */
public enum Durability {
    /**
     * A commit survives a power cut or a crash of the operating system: the write-ahead log is forced to disk before {@code
     * commit()} returns, once for all that were committed meanwhile. The default.
     */
    POWER_SAFE,

    /**
     * A power cut or a crash of the operating system may take the latest commits with it; they go in order, and none
     * by half.
     */
    CRASH_SAFE
}
