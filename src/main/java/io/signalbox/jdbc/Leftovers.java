package io.signalbox.jdbc;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns of result sets that were still open when their transaction was committed or their connection closed. JDBC has that
 * close them; but until then they kept a reader from others, and who forgot them there forgets them elsewhere. Each
 * statement is warned of once.
 *
 * <p>Safe for use by any number of threads.
 */
final class Leftovers {

    private static final System.Logger LOGGER = System.getLogger(Leftovers.class.getName());

    /** Texts that are remembered; an application that makes up more of them has been warned enough. */
    private static final int MOST = 1_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void report(String sql) {
        if (told.size() < MOST && told.add(sql)) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            "a result set was still open when its transaction was committed or its connection closed: close it"
                                    + " where it is read. It was opened by: " + sql);
        }
    }
}
