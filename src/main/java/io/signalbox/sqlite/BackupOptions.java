package io.signalbox.sqlite;

/**
 * How a backup is made; immutable.
 *
 * @param replace whether a file that has the name already is replaced; else it is refused
 * @param progress told how far it has come
 */
public record BackupOptions(boolean replace, CopyProgress progress) {

    /** Replaces nothing, tells nobody. */
    public static final BackupOptions DEFAULTS = new BackupOptions(false, CopyProgress.NONE);

    /** The same, but a file that has the name already is replaced. */
    public BackupOptions replacing() {
        return new BackupOptions(true, progress);
    }

    /** The same, with somebody who is told how far it has come. */
    public BackupOptions telling(CopyProgress listener) {
        return new BackupOptions(replace, listener);
    }
}
