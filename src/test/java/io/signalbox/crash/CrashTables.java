package io.signalbox.crash;

import io.signalbox.crash.Ledger.Id;
import io.signalbox.jdbc.SqliteDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Transactions that tell whether they are there, whole, and in the order of their commits: {@link Verdict}. */
final class CrashTables {

    private CrashTables() {}

    static void create(SqliteDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table if not exists tx(seq integer primary key, thread, number, parts,"
                    + " unique (thread, number))");
            statement.execute("create table if not exists part(seq, number, ballast, primary key (seq, number))");
            connection.commit();
        }
    }

    /** By its number, a transaction of several rows, or of one, or of one in autocommit. */
    static void commit(SqliteDataSource dataSource, Id id) throws SQLException {
        int parts = id.number() % 3 == 0 ? 1 + id.number() % 5 : 0;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(id.number() % 3 == 1);
            long seq = insert(connection, id, parts);
            for (int part = 0; part < parts; part++) {
                insertPart(connection, seq, part);
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static long insert(Connection connection, Id id, int parts) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into tx(thread, number, parts) values(?, ?, ?) returning seq")) {
            insert.setInt(1, id.thread());
            insert.setInt(2, id.number());
            insert.setInt(3, parts);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void insertPart(Connection connection, long seq, int part) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into part values(?, ?, zeroblob(100 + (? * 37) % 3000))")) {
            insert.setLong(1, seq);
            insert.setInt(2, part);
            insert.setLong(3, seq);
            insert.executeUpdate();
        }
    }

    /** Returns when it was tried; what came of it is no matter. */
    static void checkpoint(SqliteDataSource dataSource, String kind) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(" + kind + ")");
        }
    }

    static int count(SqliteDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getReadOnlyConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from tx")) {
            row.next();
            return row.getInt(1);
        }
    }
}
