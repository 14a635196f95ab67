package io.signalbox.bench;

import io.signalbox.jdbc.DataSourceStatistics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of an import goes, which is the writer's: by Hibernate, and by batches of plain JDBC on the same connections. In turns,
 * each on a database of its own.
 */
final class ImportProfile {

    private static final int THREADS = 16;
    private static final int USERS = 1_000;
    private static final int BATCH = 100;
    private static final double SECONDS = 1;
    private static final int WARM_UP = 15;
    private static final int TURNS = 7;

    private ImportProfile() {}

    /**
     * Medians.
     *
     * @param heldMicros for how long a transaction of a thousand rows holds the writer
     * @param checkpointMicros for how long the checkpoints do, that begin the log anew, for each of these transactions
     */
    record Profile(double rowsPerSecond, double heldMicros, double checkpointMicros) {

        static Profile of(List<Profile> turns) {
            return new Profile(
                    Median.of(turns, Profile::rowsPerSecond),
                    Median.of(turns, Profile::heldMicros),
                    Median.of(turns, Profile::checkpointMicros));
        }
    }

    static void print(Path directory) throws Exception {
        Path entities = directory.resolve("import-profile-entities.db");
        Path batches = directory.resolve("import-profile-batches.db");
        Map<String, List<Profile>> turns = new LinkedHashMap<>();
        try (SignalboxStack hibernate = new SignalboxStack(created(entities), Durability.POWER);
                SignalboxStack jdbc = new Batches(created(batches))) {
            for (int turn = -WARM_UP; turn < TURNS; turn++) {
                Profile ofHibernate = profile(hibernate);
                Profile ofJdbc = profile(jdbc);
                if (turn >= 0) {
                    turns.computeIfAbsent("hibernate", name -> new ArrayList<>())
                            .add(ofHibernate);
                    turns.computeIfAbsent("jdbc", name -> new ArrayList<>()).add(ofJdbc);
                }
            }
        }
        Fixture.delete(entities);
        Fixture.delete(batches);
        Map<String, Profile> profiles = new LinkedHashMap<>();
        turns.forEach((name, all) -> profiles.put(name, Profile.of(all)));
        Results.write(directory.resolve("import-profile.json"), profiles);
        System.out.printf("%-10s %12s %16s %16s%n", "import", "rows/s", "writer held, us", "checkpoint, us");
        profiles.forEach((name, of) -> System.out.printf(
                "%-10s %12.0f %16.0f %16.0f%n", name, of.rowsPerSecond(), of.heldMicros(), of.checkpointMicros()));
    }

    private static Path created(Path file) throws Exception {
        Fixture.delete(file);
        Fixture.create(file, USERS);
        return file;
    }

    private static Profile profile(SignalboxStack stack) throws Exception {
        DataSourceStatistics before = stack.db.statistics();
        Load.Outcome outcome;
        try (Load load = new Load(stack, Workload.IMPORT, THREADS, USERS)) {
            outcome = load.closed(SECONDS);
        }
        DataSourceStatistics after = stack.db.statistics();
        double all = after.writer().heldMicros() - before.writer().heldMicros();
        double checkpoints =
                after.checkpoints().heldMicros() - before.checkpoints().heldMicros();
        return new Profile(
                outcome.left() * 1e9 / outcome.nanos(),
                (all - checkpoints) / outcome.done(),
                checkpoints / outcome.done());
    }

    /** The same rows without Hibernate. */
    private static final class Batches extends SignalboxStack {

        Batches(Path file) {
            super(file, Durability.POWER);
        }

        @Override
        public void importUsers(String prefix, int count) {
            List<ImportedUser> users = ImportedUser.next(prefix, count);
            try (Connection connection = db.dataSource().getConnection();
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into users(id, name, email, note) values(?, ?, ?, ?)")) {
                connection.setAutoCommit(false);
                for (int first = 0; first < users.size(); first += BATCH) {
                    for (ImportedUser user : users.subList(first, first + BATCH)) {
                        user.bind(insert, 0);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
                connection.commit();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
