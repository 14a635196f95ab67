package io.signalbox.jdbc;

import java.time.Duration;

/**
 * Finds what threads that have ended still hold. A connection is confined to the thread that has bound it, so nobody can go on
 * with what such a thread has begun: it is rolled back, given back and reported.
 *
 * <p>Safe for use by any number of threads.
 */
final class EndedThreads {

    /** How often it is looked for in the background; whoever has to wait looks at once. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private final Writer writer;
    private final ReaderPool readers;

    EndedThreads(Writer writer, ReaderPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** Gives back what threads that have ended still hold. */
    void sweep() {
        writer.reclaim();
        readers.reclaim();
    }
}
