package io.signalbox.jdbc;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * Finds what threads that have ended still hold. A connection is confined to the thread that has bound it, so nobody can go on
 * with what such a thread has begun: it is rolled back, given back and reported.
 *
 * <p>Safe for use by any number of threads.
 */
final class EndedThreads {

    /** How often it is looked for in the background; whoever has to wait looks at once. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private static final System.Logger LOGGER = System.getLogger(EndedThreads.class.getName());

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

    /** Tells of what was given back, with the stack of the thread where that is remembered. */
    static void report(Holder holder, String does, long now, List<String> openResults) {
        LOGGER.log(
                Level.WARNING,
                () -> "a thread has ended without ending its transaction or closing its connection, so what it had not"
                        + " committed was rolled back and what it held given back"
                        + (openResults.isEmpty()
                                ? ""
                                : " (result sets not closed: " + String.join("; ", openResults) + ")")
                        + ". Close connections where they are opened, with try-with-resources: "
                        + holder.describe(does, now));
    }
}
