package io.signalbox.sqlite;

/** What an execution wants of its statement. */
public enum Wanted {
    /** Rows, as of a query; a statement that gives none is refused. */
    ROWS,
    /** The count of what was changed; a statement that gives rows is refused. */
    COUNT,
    /** The one or the other. */
    EITHER
}
