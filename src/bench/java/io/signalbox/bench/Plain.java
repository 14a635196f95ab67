package io.signalbox.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** URLs and connections of the driver as it is, with the pragmas that are usual. */
final class Plain {

    private static final int BUSY_MILLIS = 60_000;

    private Plain() {}

    /**
     * A URL of a database in WAL mode with a long busy timeout.
     *
     * @param transactionMode the driver's: DEFERRED or IMMEDIATE
     */
    static String url(Path file, Durability durability, String transactionMode) {
        return "jdbc:sqlite:" + file + "?journal_mode=WAL&foreign_keys=true&busy_timeout=" + BUSY_MILLIS
                + "&synchronous=" + durability.synchronous() + "&transaction_mode=" + transactionMode;
    }

    static Connection connect(Path file, Durability durability, String transactionMode) throws SQLException {
        return DriverManager.getConnection(url(file, durability, transactionMode));
    }
}
