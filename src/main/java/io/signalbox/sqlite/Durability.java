package io.signalbox.sqlite;

/**
 * How durable a transaction is when {@code commit()} has returned.
 *
 * <p>At both levels a crash of the application or a {@code kill -9} loses nothing, and the database is never corrupt.
 */
public enum Durability {
    /**
     * A commit survives a power cut or a crash of the operating system: the write-ahead log is synced to disk before
     * {@code commit()} returns. The default. See <a
     * href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</a>, FULL.
     */
    POWER_SAFE("FULL"),

    /**
     * A power cut or a crash of the operating system may take the latest commits with it; they go in order, and none
     * by half. See <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</a>, NORMAL.
     */
    CRASH_SAFE("NORMAL");

    private final String synchronous;

    Durability(String synchronous) {
        this.synchronous = synchronous;
    }

    /** The value of {@code PRAGMA synchronous} that gives this level to a connection on its own. */
    public String synchronous() {
        return synchronous;
    }
}
