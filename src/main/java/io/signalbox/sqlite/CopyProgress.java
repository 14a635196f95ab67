package io.signalbox.sqlite;

/**
 * Told how far a copy has come, in the thread that makes it. What it throws ends the copy, and is thrown to whoever asked for it.
 */
@FunctionalInterface
public interface CopyProgress {

    /** Tells nobody. */
    CopyProgress NONE = (copied, pages) -> {};

    /**
     * Some pages more were copied.
     *
     * @param copied how many were copied so far
     * @param pages how many there are
     */
    void copied(long copied, long pages);
}
