package io.signalbox.bench;

import io.signalbox.Database;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.IdentityUnit;
import io.signalbox.identity.ImportOptions;
import io.signalbox.identity.ImportedUser;
import io.signalbox.identity.MigratingPasswordHasher;
import io.signalbox.identity.UserService;
import io.signalbox.migration.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many users a second the identity services import, and how many rows prepared inserts of the same through the driver alone do, a
 * statement each, with the same chunks and durability. In turns, each on a database of its own.
 */
final class UserImport {

    private static final int ROWS = 100_000;
    private static final int CHUNK = 1000;
    private static final int WARM_UP = 2;
    private static final int TURNS = 7;
    private static final String HASH = "$5$rounds=535000$saltstringsaltst$95Bg/RfV2QriLpMdLPHK9el0Ighm6E3CBqMKzZKgCa2";

    private UserImport() {}

    /** Medians, in rows a second. */
    record Rates(double services, double driver) {}

    /** What is to be filled. */
    @FunctionalInterface
    private interface Import {
        long nanos(Path file) throws SQLException;
    }

    static void print(Path directory) throws Exception {
        Path file = directory.resolve("user-import.db");
        List<Double> services = new ArrayList<>();
        List<Double> driver = new ArrayList<>();
        for (int turn = -WARM_UP; turn < TURNS; turn++) {
            double byServices = rate(file, UserImport::services);
            double byDriver = rate(file, UserImport::driver);
            if (turn >= 0) {
                services.add(byServices);
                driver.add(byDriver);
            }
        }
        Rates rates = new Rates(Median.of(services, Double::doubleValue), Median.of(driver, Double::doubleValue));
        Results.write(directory.resolve("user-import.json"), rates);
        System.out.printf(
                "%d users: %.0f a second by the services, %.0f by prepared inserts%n",
                ROWS, rates.services(), rates.driver());
    }

    private static double rate(Path file, Import work) throws Exception {
        Fixture.delete(file);
        try (Database database = open(file)) {
            database.migrate(Migrations.identity());
        }
        double rate = ROWS * 1e9 / work.nanos(file);
        Fixture.delete(file);
        return rate;
    }

    private static Database open(Path file) {
        return Database.open(IdentityUnit.on("jdbc:sqlite:" + file));
    }

    private static long services(Path file) {
        try (Database database = open(file)) {
            UserService users = new UserService(
                    database, new MigratingPasswordHasher(new Argon2idHasher()), Clock.systemUTC(), new SecureRandom());
            Iterator<ImportedUser> rows = IntStream.range(0, ROWS)
                    .mapToObj(i -> ImportedUser.of("user" + i + "@example.org", HASH))
                    .iterator();
            long begun = System.nanoTime();
            users.importUsers(rows, ImportOptions.DEFAULT.withChunk(CHUNK));
            return System.nanoTime() - begun;
        }
    }

    private static long driver(Path file) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL");
                Statement transaction = connection.createStatement();
                PreparedStatement user = connection.prepareStatement("insert into users (email_address,"
                        + " email_normalized, password_hash, password_changed_at, security_stamp, created_at, updated_at)"
                        + " values (?, ?, ?, 0, ?, 0, 0)");
                PreparedStatement event = connection.prepareStatement(
                        "insert into identity_events (at, subject_user_id, action) values (0, ?, 'IMPORTED')")) {
            long begun = System.nanoTime();
            for (int chunk = 0; chunk < ROWS; chunk += CHUNK) {
                transaction.execute("begin immediate");
                for (int i = chunk; i < chunk + CHUNK; i++) {
                    user.setString(1, "user" + i + "@example.org");
                    user.setString(2, "user" + i + "@example.org");
                    user.setString(3, HASH);
                    user.setString(4, "0123456789abcdef0123456789abcdef");
                    user.executeUpdate();
                    event.setLong(1, i + 1L);
                    event.executeUpdate();
                }
                transaction.execute("commit");
            }
            return System.nanoTime() - begun;
        }
    }
}
