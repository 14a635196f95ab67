package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.TestDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who forces lets others ask before, and who waits lets them run. */
@Timeout(120)
class WalSyncYieldsTest {

    @TempDir
    Path directory;

    private final TestDisk disk = new TestDisk();
    private DatabaseFiles files;
    private PhysicalConnection connection;

    @BeforeEach
    void open() throws Exception {
        files = DatabaseFiles.at(directory.resolve("test.db"));
        connection = PhysicalConnection.open(files, Access.READ_WRITE, new Pragmas(Map.of()), 0, null);
    }

    @AfterEach
    void close() throws Exception {
        disk.release();
        connection.close();
    }

    /** A log whose thread, where it lets others run, does what is given, which is told how often it has before. */
    private WalSync lettingRun(BiConsumer<WalSync, Integer> others, AtomicInteger yielded) throws IOException {
        AtomicReference<WalSync> opened = new AtomicReference<>();
        Yields yields = new Yields(() -> 0, () -> {
            if (Thread.currentThread().getName().startsWith("signalbox-sync")) {
                others.accept(opened.get(), yielded.getAndIncrement());
            }
        });
        opened.set(WalSync.open(files, disk, (nanos, requests) -> {}, yields));
        return opened.get();
    }

    /** One more whom a force serves is one force less. */
    @Test
    void beforeAForceBeginsOthersAreLetAskUntilNobodyHasForAWhile() throws Exception {
        List<WalSync.Request> asked = new CopyOnWriteArrayList<>();
        AtomicInteger yielded = new AtomicInteger();
        WalSync another = lettingRun(
                (log, before) -> {
                    if (before == WalSync.QUIET - 1 || before == 2 * WalSync.QUIET - 1) {
                        asked.add(log.request());
                    }
                },
                yielded);
        another.request().await();
        assertThat(asked).hasSize(2);
        for (WalSync.Request request : asked) {
            request.await();
        }
        assertThat(disk.forces()).isEqualTo(1);
        assertThat(yielded).hasValue(3 * WalSync.QUIET);
        another.close();
    }

    @Test
    void thoseWhoAskOnAndOnDelayAForceForAWhileOnly() throws Exception {
        AtomicInteger yielded = new AtomicInteger();
        WalSync another = lettingRun(
                (log, before) -> {
                    if (before < 2 * WalSync.YIELDS) {
                        log.request();
                    }
                },
                yielded);
        another.request().await();
        assertThat(yielded).hasValue(WalSync.YIELDS);
        assertThat(disk.forces()).isEqualTo(1);
        another.close();
    }

    @Test
    void whoWaitsLetsOthersRunForAWhileAndIsParked() throws Exception {
        AtomicInteger yielded = new AtomicInteger();
        WalSync another = WalSync.open(
                files,
                disk,
                (nanos, requests) -> {},
                new Yields(
                        () -> 0,
                        () -> yielded.addAndGet(Thread.currentThread().getName().equals("a") ? 1 : 0)));
        disk.hold();
        WalSync.Request request = another.request();
        Actor<Void> waiting = Actor.does("a", request::await);
        Actor.until("the force has begun", () -> disk.forces() == 1);
        Actor.until("it has let others run", () -> yielded.get() == WalSync.YIELDS);
        assertThat(waiting.parked().thread().isAlive()).isTrue();
        disk.release();
        waiting.result();
        assertThat(yielded).hasValue(WalSync.YIELDS);
        another.close();
    }
}
