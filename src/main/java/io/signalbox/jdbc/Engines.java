package io.signalbox.jdbc;

import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Location;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this JVM, one for each database: opened with the first user, closed with the last. A database in a file
 * is known by its canonical path and by the file itself, so that hard links to it are one database too.
 *
 * <p>Safe for use by any number of threads; to open or to close one database makes nobody wait who wants another.
 */
final class Engines {

    /** Guarded by itself; an engine has an entry for each name that it is known by. */
    private static final Map<Object, SharedEngine> ENGINES = new HashMap<>();

    private Engines() {}

    /** The key of a named database in memory. */
    private record Named(String name) {}

    /** One user's hold on an engine. */
    static final class Hold {
        private final SharedEngine shared;
        private final Engine engine;
        private final AtomicBoolean released = new AtomicBoolean();

        private Hold(SharedEngine shared, Engine engine) {
            this.shared = shared;
            this.engine = engine;
        }

        Engine engine() {
            return engine;
        }

        /**
         * Lets go, and closes the engine if nobody else holds it; once. Whoever comes second waits for the first, unless that
         * waits for it.
         */
        void release() throws SQLException {
            if (released.compareAndSet(false, true)) {
                boolean closed = false;
                try {
                    closed = shared.leave();
                } finally {
                    engine.events().tellDeferred();
                }
                if (closed) {
                    engine.events().closed();
                }
            } else if (!engine.isWriterHeldByCurrentThread()) {
                var unused = shared.isEnded();
            }
        }
    }

    static Hold hold(SqliteConfiguration configuration) throws SQLException {
        try {
            return configuration.location() instanceof Location.InFile file
                    ? holdFile(configuration, DatabaseFiles.at(file.path()))
                    : holdMemory(configuration, (Location.InMemory) configuration.location());
        } catch (IOException e) {
            throw FailedStart.because(e);
        }
    }

    private static Hold holdFile(SqliteConfiguration configuration, DatabaseFiles files)
            throws IOException, SQLException {
        List<Object> names = files.fileKey()
                .map(key -> List.<Object>of(files.database(), key))
                .orElse(List.of(files.database()));
        return hold(names, configuration, () -> files, files);
    }

    private static Hold holdMemory(SqliteConfiguration configuration, Location.InMemory memory)
            throws IOException, SQLException {
        Object name = memory.name().<Object>map(Named::new).orElseGet(Object::new);
        return hold(List.of(name), configuration, DatabaseFiles::temporary, null);
    }

    private static Hold hold(
            List<Object> names,
            SqliteConfiguration configuration,
            SharedEngine.FilesSource source,
            @Nullable DatabaseFiles present)
            throws IOException, SQLException {
        for (; ; ) {
            SharedEngine shared = known(names);
            Optional<Engine> joined = shared.join(configuration, source, present);
            if (joined.isPresent()) {
                joined.get().tellOpened();
                return new Hold(shared, joined.get());
            }
        } // its last user left a moment ago: the next is another
    }

    private static SharedEngine known(List<Object> names) {
        synchronized (ENGINES) {
            SharedEngine shared = names.stream()
                    .map(ENGINES::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseGet(SharedEngine::new);
            names.forEach(name -> ENGINES.putIfAbsent(name, shared));
            return shared;
        }
    }

    /** Has an engine known by one more name: of a file that did not exist before it was opened. */
    static void alsoKnownBy(Object name, SharedEngine shared) {
        synchronized (ENGINES) {
            ENGINES.putIfAbsent(name, shared);
        }
    }

    static void forget(SharedEngine shared) {
        synchronized (ENGINES) {
            ENGINES.values().removeIf(other -> other == shared);
        }
    }
}
