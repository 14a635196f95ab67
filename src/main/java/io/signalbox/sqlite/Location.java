package io.signalbox.sqlite;

import java.nio.file.Path;
import java.util.Optional;

/** Where a database is: in a file, or in memory as far as the application is concerned. */
public sealed interface Location {

    /**
     * A database in a file.
     *
     * @param path as the URL has it, perhaps relative to the working directory
     */
    record InFile(Path path) implements Location {}

    /**
     * A database that goes with its last user. It is a private temporary file, so that every thread can share it under
     * the same promises as any other; SQLite's own shared memory databases have table locks that no timeout covers
     * (<a href="https://www.sqlite.org/sharedcache.html">Shared-Cache Mode</a>).
     *
     * @param name shared by all who open this name in one JVM; empty means a database of its own for each open
     */
    record InMemory(Optional<String> name) implements Location {}
}
