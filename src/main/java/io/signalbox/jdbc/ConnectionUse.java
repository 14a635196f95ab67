package io.signalbox.jdbc;

import java.nio.file.Path;

/**
 * One use of a physical connection, from the wish for it to its release: a transaction, or a statement in autocommit.
 *
 * @param database the path of the database
 * @param number which use it is, of this database in this JVM; no two have the same
 * @param kind which connection it wants
 * @param thread the name of the thread
 * @param statement the SQL that wants it, the first of its transaction
 */
public record ConnectionUse(Path database, long number, Kind kind, String thread, String statement) {

    /** Which connection is wanted. */
    public enum Kind {
        /** The one that writes, behind the queue. */
        WRITER,
        /** One of those that read. */
        READER
    }
}
