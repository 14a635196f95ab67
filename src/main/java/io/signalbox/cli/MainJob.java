package io.signalbox.cli;

import io.signalbox.Database;
import io.signalbox.cli.RegistrationPhase.Accepted;
import io.signalbox.identity.Argon2Parameters;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.PasswordHasher;
import io.signalbox.identity.Role;
import io.signalbox.identity.RoleName;
import io.signalbox.identity.RoleService;
import io.signalbox.identity.User;
import io.signalbox.identity.UserRole;
import io.signalbox.identity.UserService;
import io.signalbox.migration.Migrations;
import io.signalbox.text.Csv;
import io.signalbox.text.CsvRow;
import jakarta.persistence.PersistenceConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The main job: registrations, then logins beside read-append-write on overlapping rows, all from many threads. */
final class MainJob {

    private static final String DEFAULT_ROLE = "member";
    private static final int SAMPLE_EVERY = 10;

    /** Thousands of registrations in seconds; the library's own cost stays what it is. */
    private static final Argon2Parameters LIGHT = new Argon2Parameters(64, 1, 1, 16, 32);

    private final Path file;
    private final Path usersFile;
    private final int threads;
    private final PrintWriter out;
    private final Errors errors = new Errors();

    MainJob(Path file, Path usersFile, int threads, PrintWriter out) {
        this.file = file;
        this.usersFile = usersFile;
        this.threads = threads;
        this.out = out;
    }

    JobReport run() throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        List<CsvRow> rows = rows();
        try (Database database = open()) {
            database.migrate(Migrations.identity());
            database.migrate(Migrations.of("classpath:db/signalbox/cli/sqlite"));
            announce(rows.size());
            return run(database, rows, begun);
        }
    }

    private List<CsvRow> rows() {
        try (Csv csv = Csv.open(usersFile, "email", "username", "display_name", "password", "roles")) {
            return csv.stream().toList();
        }
    }

    private Database open() {
        return Database.open(new PersistenceConfiguration("main-job")
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + file)
                // threads in their hundreds behind one disk: each waits its turn
                .property("signalbox.write_timeout", "60s")
                .managedClass(User.class)
                .managedClass(Role.class)
                .managedClass(UserRole.class)
                .managedClass(Investment.class));
    }

    private void announce(int rows) {
        out.printf(
                Locale.ROOT, "%d threads, %d rows of %s, database %s%n", threads, rows, usersFile.getFileName(), file);
        out.printf(
                Locale.ROOT,
                "Passwords are hashed with a light argon2id here (m=%d KiB, t=%d); the library's default is m=%d KiB,"
                        + " t=%d.%n",
                LIGHT.memoryKib(),
                LIGHT.iterations(),
                Argon2Parameters.DEFAULT.memoryKib(),
                Argon2Parameters.DEFAULT.iterations());
        out.flush();
    }

    private JobReport run(Database database, List<CsvRow> rows, long begun) throws InterruptedException {
        SecureRandom random = new SecureRandom();
        PasswordHasher hasher =
                new Argon2idHasher(LIGHT, random, Runtime.getRuntime().availableProcessors());
        RoleService roles = new RoleService(database, Clock.systemUTC(), random);
        createRoles(roles, rows);

        RegistrationPhase registration =
                new RegistrationPhase(new UserService(database, hasher, Clock.systemUTC(), random), rows);
        Crew registrars = register(registration, rows.size());

        LoginPhase login = new LoginPhase(
                new Authenticator(database, hasher, Clock.systemUTC(), random),
                roles,
                DEFAULT_ROLE,
                sampleOf(registration.accepted()));
        AppendPhase append = new AppendPhase(database, threads);
        append.createRows();
        Crew[] crews = logInWhileAppending(
                login, append, sampleOf(registration.accepted()).size());

        return new JobReport(
                file,
                threads,
                rows.size(),
                registration,
                registrars.total() + crews[0].total() + crews[1].total(),
                crews[1],
                login.wrong(),
                users(database),
                append.lostUpdates(),
                errors,
                database.statistics().writer(),
                System.nanoTime() - begun);
    }

    private static void createRoles(RoleService roles, List<CsvRow> rows) {
        roles.findOrCreate(RoleName.of(DEFAULT_ROLE), "Everybody who registers", true);
        rows.stream()
                .flatMap(row -> RegistrationPhase.namesIn(row).stream())
                .distinct()
                .forEach(name -> roles.findOrCreate(RoleName.of(name), null, false));
    }

    private Crew register(RegistrationPhase registration, int rows) throws InterruptedException {
        try (Progress progress = new Progress("registering", rows, out)) {
            Crew crew =
                    new Crew("registrar", threads, (number, done) -> registration.run(both(done, progress)), errors);
            crew.run();
            return crew;
        }
    }

    private Crew[] logInWhileAppending(LoginPhase login, AppendPhase append, int logins) throws InterruptedException {
        long total = (long) threads * AppendPhase.ROWS_PER_THREAD + logins;
        try (Progress progress = new Progress("appending and logging in", total, out)) {
            Crew doormen = new Crew(
                    "doorman", Math.max(2, threads / 4), (number, done) -> login.run(both(done, progress)), errors);
            Crew appenders =
                    new Crew("appender", threads, (number, done) -> append.run(number, both(done, progress)), errors);
            doormen.start();
            appenders.run();
            doormen.join();
            return new Crew[] {doormen, appenders};
        }
    }

    private static Runnable both(Runnable done, Progress progress) {
        return () -> {
            done.run();
            progress.step();
        };
    }

    private static List<Accepted> sampleOf(List<Accepted> accepted) {
        return IntStream.range(0, accepted.size())
                .filter(i -> i % SAMPLE_EVERY == 0)
                .mapToObj(accepted::get)
                .toList();
    }

    private static long users(Database database) {
        return database.read(
                em -> em.createQuery("select count(u) from User u", Long.class).getSingleResult());
    }
}
