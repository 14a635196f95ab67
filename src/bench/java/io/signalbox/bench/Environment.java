package io.signalbox.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.Version;

/** What the results were measured on and with. */
final class Environment {

    private Environment() {}

    static List<String> describe() throws SQLException {
        return List.of(
                LocalDate.now(ZoneOffset.UTC) + ": " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + property("os.name") + " " + property("os.arch") + ", Java " + property("java.version"),
                "Hibernate " + Version.getVersionString() + ", SQLite " + sqliteVersion(),
                Python.description());
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private static String sqliteVersion() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }
}
