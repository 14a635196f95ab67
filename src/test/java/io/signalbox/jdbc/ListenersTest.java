package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what of which database, in which order, and how often. */
@Timeout(50)
class ListenersTest {

    @TempDir
    Path directory;

    private SqliteDataSource open(String name) throws SQLException {
        return SqliteDataSource.open("jdbc:sqlite:" + directory.resolve(name));
    }

    private static void write(SqliteDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "create table if not exists t(a)");
        }
    }

    private static DatabaseListener naming(String name, List<String> told) {
        return new DatabaseListener() {
            @Override
            public void acquired(ConnectionUse use, Duration waited) {
                told.add(name + " " + use.database().getFileName() + ": " + use.statement());
            }
        };
    }

    @Test
    void theyAreToldInTheOrderInWhichTheyCameAndOfTheirOwnDatabaseOnly() throws SQLException {
        List<String> told = new ArrayList<>();
        try (SqliteDataSource one = open("one.db");
                SqliteDataSource other = open("other.db")) {
            one.addListener(naming("first", told));
            other.addListener(naming("else", told));
            one.addListener(naming("second", told));
            try (Connection connection = one.getConnection()) {
                connection.setAutoCommit(false);
                execute(connection, "create table t(a)");
                connection.commit();
            }
            assertThat(told).containsExactly("first one.db: create table t(a)", "second one.db: create table t(a)");
        }
    }

    @Test
    void theOpeningIsToldOnceHoweverManyComeAtOnceAndAgainWhenItIsOpenedAgain() throws Exception {
        for (int round = 1; round <= 2; round++) {
            CyclicBarrier begin = new CyclicBarrier(10);
            CyclicBarrier allHaveIt = new CyclicBarrier(10);
            List<Actor<Path>> users = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                users.add(Actor.start("user " + i, () -> {
                    begin.await();
                    try (SqliteDataSource dataSource = open("test.db")) {
                        write(dataSource);
                        allHaveIt.await();
                        return dataSource.path();
                    }
                }));
            }
            for (Actor<Path> user : users) {
                assertThat(RecordedEvents.openings(user.result())).isEqualTo(round);
            }
        }
    }

    @Test
    void theCloseIsToldOnceByTheLast() throws Exception {
        Queue<Path> closed = new ConcurrentLinkedQueue<>();
        SqliteDataSource first = open("test.db");
        first.addListener(new DatabaseListener() {
            @Override
            public void closed(Path database) {
                closed.add(database.getFileName());
            }
        });
        CyclicBarrier begin = new CyclicBarrier(5);
        List<Actor<Void>> users = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            users.add(Actor.does("user " + i, () -> {
                try (SqliteDataSource dataSource = open("test.db")) {
                    begin.await();
                    write(dataSource);
                }
            }));
        }
        for (Actor<Void> user : users) {
            user.result();
        }
        assertThat(closed).isEmpty();
        first.close();
        first.close();
        assertThat(closed).containsExactly(Path.of("test.db"));
    }
}
