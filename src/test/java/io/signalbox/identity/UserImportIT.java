package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Database;
import io.signalbox.migration.Migrations;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import of many rows: what it adds up to, and what a crash leaves of it. */
class UserImportIT {

    private static final boolean FULL = Boolean.getBoolean("signalbox.it.full");
    private static final int ROWS = FULL ? 100_000 : 10_000;
    private static final String HASH = "$5$rounds=535000$saltstringsaltst$95Bg/RfV2QriLpMdLPHK9el0Ighm6E3CBqMKzZKgCa2";

    @TempDir
    Path directory;

    private static UserService users(Database database) {
        var hasher = new MigratingPasswordHasher(new Argon2idHasher());
        return new UserService(database, hasher, Clock.systemUTC(), new SecureRandom());
    }

    private static Database open(Path file) throws SQLException {
        Database database = Database.open(IdentityUnit.on("jdbc:sqlite:" + file));
        database.migrate(Migrations.identity());
        return database;
    }

    /** One row in a hundred is malformed, and one a duplicate. */
    private Path file() throws Exception {
        Path file = directory.resolve("users.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("email,username,password_hash\n");
            for (int i = 0; i < ROWS; i++) {
                String email = i % 100 == 7 ? "malformed" : "user" + (i % 100 == 8 ? i - 2 : i) + "@example.org";
                writer.write(email + ",u" + i + "," + HASH + "\n");
            }
        }
        return file;
    }

    @Test
    void theCountsAddUpAndTheSecondRunChangesNothing() throws Exception {
        Path file = file();
        int hundredth = ROWS / 100;
        try (Database database = open(directory.resolve("counts.db"))) {
            UserService users = users(database);
            for (boolean again : new boolean[] {false, true}) {
                int created = again ? 0 : ROWS - 2 * hundredth;
                try (UserFile rows = UserFile.csv(file)) {
                    assertThat(users.importUsers(rows, ImportOptions.DEFAULT))
                            .isEqualTo(new ImportReport(ROWS, 0, created, ROWS - hundredth - created, hundredth));
                }
                assertThat(users.count()).isEqualTo(ROWS - 2 * hundredth);
            }
            assertThat(new PlainJdbc("jdbc:sqlite:" + directory.resolve("counts.db"))
                            .rows("select count(*), count(distinct subject_user_id) from identity_events"))
                    .containsExactly((ROWS - 2 * hundredth) + "|" + (ROWS - 2 * hundredth));
        }
    }

    @Test
    void aProcessThatIsKilledLosesAndDuplicatesNothing() throws Exception {
        Path file = file();
        Path path = directory.resolve("killed.db");
        open(path).close();
        long rows = 0;
        for (int kill = 1; kill <= 3; kill++) {
            rows = importAndKill(path, file, rows, rows + ROWS / 5);
            try (Database database = open(path)) {
                assertThat(users(database).count()).as("reported is committed").isGreaterThanOrEqualTo(rows * 98 / 100);
            }
        }
        try (Database database = open(path);
                UserFile rest = UserFile.csv(file)) {
            ImportReport report = users(database).importUsers(rest, ImportOptions.DEFAULT.resumeAfter(rows));
            assertThat(report.rows()).isEqualTo(ROWS);
            assertThat(report.skipped()).isEqualTo(rows);
            assertThat(users(database).count()).isEqualTo(ROWS - 2 * (ROWS / 100));
        }
    }

    /** The rows of the last report that the process got out before it was killed. */
    private static long importAndKill(Path database, Path file, long after, long until) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UserImportIT.class.getName(),
                        database.toString(),
                        file.toString(),
                        String.valueOf(after))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long rows = after;
        try (BufferedReader reports = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reports.readLine(); line != null; line = reports.readLine()) {
                rows = Long.parseLong(line);
                if (rows >= until) {
                    process.destroyForcibly();
                    break;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(rows).as("killed in the middle").isBetween(until, ROWS - 1L);
        return rows;
    }

    /** The process that is killed. */
    public static void main(String[] arguments) throws Exception {
        try (Database database = open(Path.of(arguments[0]));
                UserFile rows = UserFile.csv(Path.of(arguments[1]))) {
            users(database)
                    .importUsers(
                            rows,
                            ImportOptions.DEFAULT
                                    .withChunk(100)
                                    .resumeAfter(Long.parseLong(arguments[2]))
                                    .onProgress(report -> {
                                        System.out.println(report.rows());
                                        System.out.flush();
                                    }));
        }
    }
}
