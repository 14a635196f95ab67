package io.signalbox.migration;

import io.signalbox.jdbc.SqliteDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Versioned SQL scripts ({@code V1__name.sql}, {@code V2__name.sql}, ...) that bring a database up to date; immutable.
 *
 * <p>Flyway runs them, on one connection. It has no lock of its own on SQLite: here only one migration runs at a time, in
 * this process and in others, because it holds the writer and a lock between processes from begin to end.
 */
public final class Migrations {

    /** The schema of users, roles and users_roles, with a history of its own beside an application's. */
    private static final Migrations IDENTITY =
            new Migrations(List.of("classpath:db/signalbox/identity/sqlite"), "signalbox_identity_history");

    private final List<String> locations;
    private final String historyTable;

    private Migrations(List<String> locations, String historyTable) {
        this.locations = locations;
        this.historyTable = historyTable;
    }

    /** The schema that the identity services work on. */
    public static Migrations identity() {
        return IDENTITY;
    }

    /**
     * An application's own scripts.
     *
     * @param locations as Flyway has them: {@code classpath:db/migration}, {@code filesystem:/srv/app/sql}
     */
    public static Migrations of(String... locations) {
        return new Migrations(List.of(locations), "flyway_schema_history");
    }

    /** The same scripts, whose history is kept in another table. */
    public Migrations historyTable(String name) {
        return new Migrations(locations, Objects.requireNonNull(name, "name"));
    }

    /**
     * Applies the scripts that are missing, in order; readers go on meanwhile.
     *
     * @return how many were applied
     * @throws MigrationException if a script failed, or one that was applied has changed since; the database is as the last
     *     script that succeeded left it
     * @throws SQLException if the writer or the lock between processes was not free within the write timeout
     */
    public int apply(SqliteDataSource dataSource) throws SQLException {
        int[] applied = new int[1];
        dataSource.runExclusively("migration from " + locations, pinned -> {
            try {
                MigrateResult result = Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(pinned)
                        .locations(locations.toArray(String[]::new))
                        .table(historyTable)
                        // the tables of another history are no reason to refuse
                        .baselineOnMigrate(true)
                        .baselineVersion("0")
                        .failOnMissingLocations(true)
                        .load()
                        .migrate();
                applied[0] = result.migrationsExecuted;
            } catch (FlywayException e) {
                throw new MigrationException(
                        "the migration of " + dataSource.path() + " from " + locations + " failed: " + e.getMessage(),
                        e);
            }
        });
        return applied[0];
    }
}
