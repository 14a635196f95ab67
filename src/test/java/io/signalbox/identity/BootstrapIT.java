package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Database;
import io.signalbox.migration.Migrations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start at once on an empty file. */
class BootstrapIT {

    private static final RoleName ADMIN = RoleName.of("Administrator");

    @TempDir
    Path directory;

    @Test
    void oneOfManyProcessesCreatesTheUser() throws Exception {
        Path file = directory.resolve("app.db");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(file));
        }
        List<String> outcomes = new ArrayList<>();
        for (Process process : processes) {
            outcomes.addAll(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(outcomes).hasSize(3 * Race.THREADS).containsOnly("true", "false");
        assertThat(outcomes).filteredOn("true"::equals).hasSize(1);
        PlainJdbc jdbc = new PlainJdbc("jdbc:sqlite:" + file);
        assertThat(jdbc.rows("select count(*) from users")).containsExactly("1");
        assertThat(jdbc.rows("select count(*) from users_roles")).containsExactly("1");
        assertThat(jdbc.rows("select action from identity_events order by id"))
                .containsExactly("ROLE_CREATED", "REGISTERED", "ROLE_GRANTED");
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BootstrapIT.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** One of the processes: a line for each of its threads, whether it created the user. */
    public static void main(String[] arguments) throws Exception {
        try (Database database = Database.open(
                IdentityUnit.on("jdbc:sqlite:" + arguments[0]).property("signalbox.write_timeout", "60s"))) {
            database.migrate(Migrations.identity());
            SecureRandom random = new SecureRandom();
            UserService users = new UserService(
                    database, new Argon2idHasher(IdentityFixture.LIGHT, random, 2), Clock.systemUTC(), random);
            Bootstrap bootstrap = new Bootstrap(database, users, Clock.systemUTC(), random);
            BootstrapSpec spec = new BootstrapSpec(List.of(new RoleSpec(ADMIN, null, false)), Optional.empty())
                    .withUser(new BootstrapSpec.FirstUser(
                            EmailAddress.of("root@example.org"),
                            null,
                            Set.of(ADMIN),
                            () -> "correct horse".toCharArray()));
            for (Object outcome : Race.run(i -> () -> bootstrap.ensure(spec))) {
                System.out.println(outcome instanceof BootstrapReport report ? report.userCreated() : outcome);
            }
        }
    }
}
