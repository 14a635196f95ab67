package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@link ClocksIT} runs in a process that is stopped, or whose clock jumps: threads that wait for the writer or for a
 * reader, some patiently and some not. It prints what became of them.
 */
final class QueuedThreads {

    static final String QUEUED = "queued";

    private static final int OF_A_KIND = 5;
    private static final int WRITES = 200;

    private final SqliteDataSource source;
    private final Duration impatience;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger timedOut = new AtomicInteger();
    private final AtomicInteger early = new AtomicInteger();

    private QueuedThreads(SqliteDataSource source, Duration impatience) {
        this.source = source;
        this.impatience = impatience;
    }

    /** The database, and how long the impatient wait, in milliseconds. */
    public static void main(String[] args) throws Exception {
        try (SqliteDataSource source =
                SqliteDataSource.open("jdbc:sqlite:" + args[0] + "?readers=1&durability=CRASH_SAFE")) {
            try (Connection connection = source.getConnection()) {
                execute(connection, "create table t(id integer primary key)");
            }
            new QueuedThreads(source, Duration.ofMillis(Long.parseLong(args[1]))).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        List<Actor<Void>> patient = new ArrayList<>();
        List<Actor<Void>> impatient = new ArrayList<>();
        long wall = System.currentTimeMillis();
        try (Connection writer = source.getConnection();
                Connection reader = source.getReadOnlyConnection()) {
            writer.setAutoCommit(false);
            reader.setAutoCommit(false);
            texts(reader, "select 1");
            execute(writer, "insert into t default values");
            for (int i = 0; i < OF_A_KIND; i++) {
                for (boolean reads : new boolean[] {true, false}) {
                    patient.add(Actor.does("patient", () -> wait(reads, Duration.ofMinutes(10))));
                    impatient.add(Actor.does("impatient", () -> wait(reads, impatience)));
                }
            }
            Actor.until("all wait", () -> waiting() + timedOut.get() == 4 * OF_A_KIND);
            System.out.println(QUEUED);
            for (Actor<Void> actor : impatient) {
                actor.result();
            }
            writer.commit();
            reader.commit();
        }
        for (Actor<Void> actor : patient) {
            actor.result();
        }
        writeOn();
        System.out.println("served " + served + " timed out " + timedOut + " early " + early);
        System.out.println(
                "waiting " + waiting() + " held " + source.statistics().writer().held() + " "
                        + source.statistics().readersHeld());
        System.out.println("the wall's clock jumped " + jumped(wall));
    }

    private int waiting() {
        return source.statistics().writer().waiting() + source.statistics().readersWaiting();
    }

    private void wait(boolean reads, Duration patience) throws SQLException {
        try (SqliteConnection connection = reads ? source.getReadOnlyConnection() : source.getConnection()) {
            connection.setAutoCommit(false);
            long begun = System.nanoTime();
            connection.setTransactionTimeout(patience);
            try {
                if (reads) {
                    texts(connection, "select 1");
                } else {
                    execute(connection, "insert into t default values");
                }
                connection.commit();
                served.incrementAndGet();
            } catch (SQLTransientException e) {
                timedOut.incrementAndGet();
                if (System.nanoTime() - begun < patience.toNanos()) {
                    early.incrementAndGet();
                }
            }
        }
    }

    /** The writer goes from hand to hand, wherever the process is stopped. */
    private void writeOn() throws Exception {
        List<Actor<Void>> writers = new ArrayList<>();
        for (int i = 0; i < OF_A_KIND; i++) {
            writers.add(Actor.does("writer", () -> {
                for (int write = 0; write < WRITES; write++) {
                    wait(false, Duration.ofMinutes(10));
                }
            }));
        }
        for (Actor<Void> writer : writers) {
            writer.result();
        }
    }

    private static boolean jumped(long before) {
        for (int look = 0; look < 100; look++) {
            if (Math.abs(System.currentTimeMillis() - before)
                    > Duration.ofHours(1).toMillis()) {
                return true;
            }
        }
        return false;
    }
}
