package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;

import io.signalbox.Actor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, whose virtual threads have one carrier between them: a hundred of them want to write while the writer is
 * held, and one more wants to run. Where one of the hundred keeps the carrier while it waits, the others do not even begin.
 */
final class OneCarrier {

    private static final int WRITERS = 100;

    /** Whom they wait for. */
    enum Holder {
        /** In the queue. */
        A_TRANSACTION(WRITERS),
        /** The first of them outside the queue, at BEGIN IMMEDIATE, which it tries again and again. */
        ANOTHER_PROCESS(WRITERS - 1);

        private final int inTheQueue;

        Holder(int inTheQueue) {
            this.inTheQueue = inTheQueue;
        }

        private Connection take(SqliteDataSource source) throws SQLException {
            Connection holder = this == A_TRANSACTION
                    ? source.getConnection()
                    : DriverManager.getConnection("jdbc:sqlite:" + source.path()); // as good as one
            holder.setAutoCommit(false);
            execute(holder, "delete from t");
            return holder;
        }
    }

    private OneCarrier() {}

    /** Starts it and waits for its end; returns what it printed. */
    static String run(Holder holder, Path database) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-Djava.util.logging.config.file=" + new File("src/test/resources/logging.properties"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneCarrier.class.getName(),
                        holder.name(),
                        database.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (child.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }

    public static void main(String[] args) throws Exception {
        ExecutorService executor = VirtualThreadsTest.virtualThreads();
        CountDownLatch served = new CountDownLatch(1);
        List<Future<?>> writers = new ArrayList<>();
        Holder whom = Holder.valueOf(args[0]);
        try (SqliteDataSource source =
                SqliteDataSource.open("jdbc:sqlite:" + args[1] + "?write_timeout=2m&busy_timeout=2m")) {
            write(source, "create table t(id integer primary key)");
            try (Connection holder = whom.take(source)) {
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(executor.submit(() -> {
                        write(source, "insert into t default values");
                        return null;
                    }));
                }
                Actor.until("all wait", () -> source.statistics().writer().waiting() == whom.inTheQueue);
                executor.submit(served::countDown);
                if (!served.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("the carrier is pinned");
                }
                holder.commit();
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            try (Connection reader = source.getReadOnlyConnection()) {
                System.out.println(texts(reader, "select count(*) || ' rows' from t"));
            }
        }
        executor.shutdown();
    }

    private static void write(SqliteDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            execute(connection, sql);
        }
    }
}
