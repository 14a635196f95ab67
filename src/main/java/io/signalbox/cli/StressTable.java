package io.signalbox.cli;

import io.signalbox.Database;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one table of the load, in pairs of rows that are always counted together. Any version of SQLite can read it, and
 * nothing of it stays once it is dropped.
 */
final class StressTable {

    static final String NAME = "signalbox_stress";

    /** Few enough that threads in their dozens meet on the same rows. */
    static final int PAIRS = 100;

    private final Database database;

    StressTable(Database database) {
        this.database = database;
    }

    /** The other row of the pair whose first row has this id. */
    static int twin(int pair) {
        return pair + PAIRS;
    }

    /**
     * Creates the table with its rows.
     *
     * @throws IllegalStateException if it is there, and not to be replaced
     */
    void create(boolean replace) {
        database.writeWithoutResult(em -> {
            if (replace) {
                execute(em, "DROP TABLE IF EXISTS " + NAME);
            } else if (isThere(em)) {
                throw new IllegalStateException("the database has a table " + NAME
                        + " already: another run is in progress, or one was killed or told to --keep it; wait for its end, or"
                        + " run with --replace");
            }
            execute(
                    em,
                    "CREATE TABLE " + NAME + " (id INTEGER PRIMARY KEY, counted INTEGER NOT NULL DEFAULT 0,"
                            + " others INTEGER NOT NULL DEFAULT 0)");
            execute(
                    em,
                    "INSERT INTO " + NAME + "(id) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i + 1 < " + 2 * PAIRS + ") SELECT i FROM n");
        });
    }

    private static boolean isThere(EntityManager em) {
        return !strings(em, "SELECT name FROM sqlite_schema WHERE lower(name) = '" + NAME + "'")
                .isEmpty();
    }

    private static List<String> strings(EntityManager em, String sql) {
        List<?> rows = em.createNativeQuery(sql, String.class).getResultList();
        return rows.stream().map(String::valueOf).toList();
    }

    void drop() {
        database.writeWithoutResult(em -> execute(em, "DROP TABLE " + NAME));
    }

    private static void execute(EntityManager em, String sql) {
        em.createNativeQuery(sql).executeUpdate();
    }

    /** Compares the rows with what the threads were told, and checks the whole file. */
    StressVerdict verdict(StressLoad load) {
        return database.read(em -> {
            Map<Integer, StressCounter> rows =
                    em.createQuery("from StressCounter", StressCounter.class).getResultList().stream()
                            .collect(Collectors.toMap(StressCounter::id, Function.identity()));
            return new StressVerdict(
                    sum(pair -> missing(rows, pair, load)),
                    sum(pair -> surplus(rows, pair, load)),
                    rows.values().stream().mapToLong(StressCounter::others).sum(),
                    integrity(em));
        });
    }

    private interface OfPair {
        long applyAsLong(int pair);
    }

    private static long sum(OfPair ofPair) {
        return IntStream.range(0, PAIRS).mapToLong(ofPair::applyAsLong).sum();
    }

    /** Updates that were acknowledged and are not there. */
    private static long missing(Map<Integer, StressCounter> rows, int pair, StressLoad load) {
        long least = Math.min(counted(rows, pair), counted(rows, twin(pair)));
        return Math.max(0, load.acknowledged(pair) - least);
    }

    /** Updates that are there, although nobody was told that they are, or that they may be. */
    private static long surplus(Map<Integer, StressCounter> rows, int pair, StressLoad load) {
        long most = Math.max(counted(rows, pair), counted(rows, twin(pair)));
        return Math.max(0, most - load.acknowledged(pair) - load.unknown(pair));
    }

    private static long counted(Map<Integer, StressCounter> rows, int id) {
        StressCounter row = rows.get(id);
        return row == null ? 0 : row.counted();
    }

    private static String integrity(EntityManager em) {
        return String.join("; ", strings(em, "PRAGMA integrity_check(1)"));
    }
}
