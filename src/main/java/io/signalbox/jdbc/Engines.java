package io.signalbox.jdbc;

import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.HashMap;
import java.util.Map;

/**
 * The engines of this JVM, one for each canonical path: opened with the first user, closed with the last.
 *
 * <p>Guarded by its own monitor, which is held while an engine opens or closes, so that two first users do not open two.
 */
final class Engines {

    private static final Map<Object, Shared> ENGINES = new HashMap<>();

    private Engines() {}

    private static final class Shared {
        final Engine engine;
        int users;

        Shared(Engine engine) {
            this.engine = engine;
        }
    }

    /** The key of a named database in memory. */
    private record Named(String name) {}

    /** One user's hold on an engine. */
    static final class Hold {
        private final Object key;
        private final Engine engine;
        private boolean released;

        private Hold(Object key, Engine engine) {
            this.key = key;
            this.engine = engine;
        }

        Engine engine() {
            return engine;
        }

        /** Lets go, and closes the engine if nobody else holds it; once. */
        void release() throws SQLException {
            letGo(this);
        }
    }

    static synchronized Hold hold(SqliteConfiguration configuration) throws SQLException {
        try {
            return configuration.location() instanceof Location.InFile file
                    ? holdFile(configuration, file.path())
                    : holdMemory(configuration, (Location.InMemory) configuration.location());
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException("cannot open the database: " + e.getMessage(), e);
        }
    }

    private static Hold holdFile(SqliteConfiguration configuration, Path path) throws IOException, SQLException {
        DatabaseFiles files = DatabaseFiles.at(path);
        return hold(files.database(), configuration, () -> files);
    }

    private static Hold holdMemory(SqliteConfiguration configuration, Location.InMemory memory)
            throws IOException, SQLException {
        Object key = memory.name().<Object>map(Named::new).orElseGet(Object::new);
        return hold(key, configuration, DatabaseFiles::temporary);
    }

    private interface FilesSource {
        DatabaseFiles get() throws IOException;
    }

    private static Hold hold(Object key, SqliteConfiguration configuration, FilesSource files)
            throws IOException, SQLException {
        Shared shared = ENGINES.get(key);
        if (shared == null) {
            shared = new Shared(opened(configuration, files.get()));
            ENGINES.put(key, shared);
        }
        refuseOtherSettings(shared.engine, configuration);
        shared.users++;
        return new Hold(key, shared.engine);
    }

    private static Engine opened(SqliteConfiguration configuration, DatabaseFiles files) throws SQLException {
        try {
            return new Engine(configuration, files);
        } catch (Throwable t) {
            try {
                files.deleteTemporary();
            } catch (IOException e) {
                t.addSuppressed(e);
            }
            throw t;
        }
    }

    private static void refuseOtherSettings(Engine engine, SqliteConfiguration wanted) throws SQLException {
        SqliteConfiguration present = engine.configuration().at(wanted.location());
        if (!present.equals(wanted)) {
            throw new SQLNonTransientConnectionException("the database " + engine.files()
                    + " is open in this JVM already, with other settings: it has " + present + ", this wants " + wanted
                    + ". All who open one database share one queue and one pool: give them the same settings.");
        }
    }

    private static synchronized void letGo(Hold hold) throws SQLException {
        Shared shared = ENGINES.get(hold.key);
        if (shared == null || hold.released) {
            return;
        }
        hold.released = true;
        shared.users--;
        if (shared.users == 0) {
            ENGINES.remove(hold.key);
            shared.engine.close();
        }
    }
}
