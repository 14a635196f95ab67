package io.signalbox.jdbc;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells of result sets that were still open when their transaction was committed or their connection closed. JDBC has that
 * close them; but until then they kept a reader from others, and who forgot them there forgets them elsewhere. Each
 * statement is told of once.
 *
 * <p>Safe for use by any number of threads.
 */
final class Leftovers {

    /** Texts that are remembered; an application that makes up more of them has been warned enough. */
    private static final int MOST = 1_000;

    private final Events events;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Leftovers(Events events) {
        this.events = events;
    }

    void report(String sql) {
        if (told.size() < MOST && told.add(sql)) {
            String message =
                    "a result set was still open when its transaction was committed or its connection closed: close"
                            + " it where it is read. It was opened by: " + sql;
            events.leaked(new Leak(events.database(), Leak.Kind.RESULT_SET, message, Optional.empty()));
        }
    }
}
