package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.TestDatabase;
import io.signalbox.jdbc.ConnectionUse;
import io.signalbox.jdbc.DatabaseListener;
import io.signalbox.migration.Migrations;
import io.signalbox.session.WrongThreadException;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Caching database connection and passing it along": Streamlit runs each session, and each run of its script, in a new thread, so the
 * cursor that was cached in one thread is used by another.
 */
class StreamlitTest {

    private static final String TEAMS = "SELECT * FROM TeamsBasic";
    private static final String PLAYERS = "SELECT * FROM PlayersBasic";
    private static final int USERS = 24;
    private static final int RERUNS = 5;

    private final PhysicalConnections connections = new PhysicalConnections();

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/fpl"))
            .with("signalbox.connection_customizer", connections)
            .with("signalbox.readers", 4);

    /**
     * Python refuses: "ProgrammingError: SQLite objects created in a thread can only be used in that same thread". The plain driver
     * refuses nothing: two functions on two threads have one result set, and who lists teams gets a player.
     */
    @Test
    void aCachedCursorGivesOneThreadTheRowsOfAnother(@TempDir Path directory) throws Exception {
        try (Connection cached = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("fpl.db"));
                Statement cursor = cached.createStatement()) {
            cursor.execute("create table TeamsBasic(id integer primary key, name text)");
            cursor.execute("create table PlayersBasic(id integer primary key, web_name text)");
            cursor.execute("insert into TeamsBasic values (1, 'Arsenal'), (2, 'Aston Villa')");
            cursor.execute("insert into PlayersBasic values (101, 'Leno'), (102, 'Xhaka')");

            ResultSet teams = cursor.executeQuery(TEAMS);
            assertThat(teams.next()).isTrue();
            assertThat(teams.getString(2)).isEqualTo("Arsenal");
            Actor.on("get_players_basic", () -> cursor.executeQuery(PLAYERS).next());

            assertThat(teams.next()).isTrue();
            assertThat(teams.getString(2)).as("the second team").isEqualTo("Xhaka");
        }
    }

    // The question's functions. What is passed along is the database, not a cursor of it.

    private static Table getTeamsBasic(Database db) {
        return db.query(TEAMS);
    }

    private static Table getPlayersBasic(Database db) {
        return db.query(PLAYERS);
    }

    @Test
    void oneDatabaseIsPassedToFunctionsOnOtherThreads() throws Exception {
        Database db = test.database();
        Together.does(
                32,
                "function",
                i -> assertThat((i % 2 == 0 ? getTeamsBasic(db) : getPlayersBasic(db)).size())
                        .isEqualTo(i % 2 == 0 ? 20 : 760));
        assertThat(connections.opened()).isLessThanOrEqualTo(PhysicalConnections.most(4));
    }

    /** {@code df_temp.columns = [x[0] for x in cursor.description]} and {@code df_temp.set_index(index_column)}. */
    @Test
    void aResultHasColumnNamesAndTheFirstColumnAsIndex() {
        Table players = getPlayersBasic(test.database());
        assertThat(players.columns()).containsExactly("id", "web_name", "team", "now_cost", "photo");
        assertThat(players.row(14).values()).containsExactly(14L, "player 14", 15L, 6.5, null);
        assertThat(players.toCsv()).startsWith("id,web_name,team,now_cost,photo\n1,player 1,2,4.5,\n");
        assertThat(test.database()
                        .query(PLAYERS + " WHERE team = ? AND now_cost > ?", 3, 7.5)
                        .column("web_name"))
                .containsExactly("player 62", "player 242", "player 422", "player 602");
        assertThat(test.database().query(PLAYERS + " WHERE team = 21").columns())
                .as("of no rows, where pandas has no columns")
                .isEqualTo(players.columns());
    }

    /** {@code @st.cache(allow_output_mutation=True)}: all have one result, and nobody can mutate it. */
    @Test
    void aCachedResultIsReadOnceAndUsedByAllThreads() throws Exception {
        Database db = test.database();
        AtomicInteger read = new AtomicInteger();
        db.addListener(new DatabaseListener() {
            @Override
            public void acquired(ConnectionUse use, Duration waited) {
                if (use.statement().equals(PLAYERS)) {
                    read.incrementAndGet();
                }
            }
        });
        CachedTables cache = new CachedTables(db);
        Table first = usedByAll(cache);
        assertThat(read).hasValue(1);

        db.writeWithoutResult(em -> {
            rename(em, "not committed yet");
            assertThat(cache.query(PLAYERS).row(1).get("web_name")).isEqualTo("not committed yet");
            assertThat(Actor.<Table>on("another", () -> cache.query(PLAYERS))).isSameAs(first);
        });
        int before = read.get();
        Table second = usedByAll(cache);
        assertThat(read).hasValue(before + 1);
        assertThat(second.row(1).get("web_name")).isEqualTo("not committed yet");
        assertThat(first.row(1).get("web_name")).as("what somebody has kept").isEqualTo("player 1");
    }

    private static Table usedByAll(CachedTables cache) throws Exception {
        List<Table> seen = Together.start(USERS, "user", i -> {
            Table players = cache.query(PLAYERS);
            assertThat(players.toCsv()).contains("\n760,player 760,");
            return players;
        });
        assertThat(seen).allMatch(players -> players == seen.get(0));
        return seen.get(0);
    }

    private static void rename(EntityManager em, String name) {
        em.createNativeQuery("update PlayersBasic set web_name = ? where id = 1")
                .setParameter(1, name)
                .executeUpdate();
    }

    /** "create a fresh database connection for each session": here a session costs none, and each of its reruns is a new thread. */
    @Test
    void userSessionsShareAFewConnections() throws Exception {
        Database db = test.database();
        Together.does(USERS, "user", i -> {
            String user = "user-" + i;
            for (int rerun = 1; rerun <= RERUNS; rerun++) {
                assertThat(Actor.<Long>on(user + "-rerun-" + rerun, () -> rerun(db, user)))
                        .isEqualTo(rerun);
            }
        });
        assertThat(db.query("SELECT sum(reruns) AS reruns FROM Visits").column("reruns"))
                .containsExactly((long) USERS * RERUNS);
        assertThat(connections.opened()).isLessThanOrEqualTo(PhysicalConnections.most(4));
        assertThat(db.sessions().open()).isZero();
    }

    private static long rerun(Database db, String user) {
        db.writeWithoutResult(em -> em.createNativeQuery(
                        "insert into Visits values (?, 1) on conflict (user) do update set reruns = reruns + 1")
                .setParameter(1, user)
                .executeUpdate());
        return db.query("SELECT * FROM Visits WHERE user = ?", user).row(user).get("reruns", Long.class);
    }

    /** What a session does keep between reruns is refused in the thread of the next, by name, unless it is the shared one. */
    @Test
    void anEntityManagerThatIsKeptForTheNextRerunIsRefusedThere() throws Exception {
        Database db = test.database();
        Actor<EntityManager> rerun = Actor.start("rerun-1", db::entityManager);
        EntityManager kept = rerun.result();
        assertThat(Actor.start("rerun-2", kept::isOpen).failure())
                .isInstanceOf(WrongThreadException.class)
                .hasMessageContaining("'rerun-1'")
                .hasMessageContaining("'rerun-2'")
                .hasMessageContaining("sharedEntityManager()");
        EntityManager shared = db.sharedEntityManager();
        assertThat(Actor.<Object>on("rerun-3", () -> {
                    Object teams = shared.createNativeQuery("select count(*) from TeamsBasic", Long.class)
                            .getSingleResult();
                    db.remove();
                    return teams;
                }))
                .isEqualTo(20L);
        Actor.until(
                "what the first rerun left is closed, and that is told",
                () -> db.sessions().open() == 0 && db.statistics().leaks() == 1);
    }
}
