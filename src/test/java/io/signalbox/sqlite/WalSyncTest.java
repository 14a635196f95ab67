package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.TestDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One force for all who asked before it began, by a thread or by the one who is alone; the first failure is the last force. */
@Timeout(120)
class WalSyncTest {

    @TempDir
    Path directory;

    private final TestDisk disk = new TestDisk();
    private DatabaseFiles files;
    private PhysicalConnection connection;
    private WalSync sync;

    @BeforeEach
    void open() throws Exception {
        files = DatabaseFiles.at(directory.resolve("test.db"));
        connection = PhysicalConnection.open(files, Access.READ_WRITE, new Pragmas(Map.of()), 0, null);
        sync = WalSync.open(files, disk, (nanos, requests) -> {});
    }

    @AfterEach
    void close() throws Exception {
        disk.release();
        sync.close();
        connection.close();
    }

    private Actor<Void> waiting(String name) {
        WalSync.Request request = sync.request();
        return Actor.does(name, request::await);
    }

    private void untilForced(int times) {
        Actor.until("force " + times + " has begun", () -> disk.forces() == times);
    }

    private static Thread forcing() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("signalbox-sync test.db") && thread.isAlive())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRequestWaitsForItsForce() throws Exception {
        disk.hold();
        Actor<Void> waiting = waiting("a");
        untilForced(1);
        assertThat(waiting.parked().thread().isAlive()).isTrue();
        disk.release();
        waiting.result();
        assertThat(disk.forces()).isEqualTo(1);
    }

    /** What came while the disk worked may have been written after it began: it waits for the next, and all of it for one. */
    @Test
    void whoComesDuringAForceWaitsForTheNextWithAllOthers() throws Exception {
        disk.hold();
        Actor<Void> first = waiting("first");
        untilForced(1);
        List<Actor<Void>> others = List.of(waiting("b"), waiting("c"), waiting("d"));
        disk.releaseAndHold();
        first.result();
        untilForced(2);
        assertThat(others).allMatch(actor -> actor.parked().thread().isAlive());
        disk.release();
        for (Actor<Void> other : others) {
            other.result();
        }
        assertThat(disk.forces()).isEqualTo(2);
    }

    /** What is counted of a commit is counted when it returns; who is only told of it delays nobody. */
    @Test
    void aForceIsCountedBeforeThoseWhoWaitGoOnAndToldAfterwards() throws Exception {
        AtomicReference<WalSync.Request> asked = new AtomicReference<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        WalSync another = WalSync.open(files, disk, new WalSync.Listener() {
            @Override
            public void count(long nanos, int requests) {
                seen.add("count " + requests + " " + asked.get().isDone());
            }

            @Override
            public void synced(long nanos, int requests) {
                seen.add("synced " + requests + " " + asked.get().isDone());
            }
        });
        disk.hold();
        asked.set(another.request());
        disk.release();
        asked.get().await();
        another.close();
        assertThat(seen).containsExactly("count 1 false", "synced 1 true");
    }

    @Test
    void anInterruptOfWhoWaitsEndsNothingAndIsKept() throws Exception {
        disk.hold();
        WalSync.Request request = sync.request();
        Actor<Boolean> waiting = Actor.start("interrupted", () -> {
            Thread.currentThread().interrupt();
            request.await();
            return Thread.currentThread().isInterrupted();
        });
        untilForced(1);
        waiting.thread().interrupt();
        assertThat(waiting.parked().thread().isAlive()).isTrue();
        disk.release();
        assertThat(waiting.result()).isTrue();
        sync.request().await(); // the channel is open still
    }

    /** It would close a channel of the usual kind for all. */
    @Test
    void anInterruptOfWhoForcesEndsNothingAndIsKept() throws Exception {
        beAlone(sync);
        for (int i = 0; i < 2; i++) {
            Thread.currentThread().interrupt();
            sync.request().await();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(disk.forces()).isEqualTo(WalSync.ALONE + 2);
        assertThat(sync.failure()).isEmpty();
    }

    private static void beAlone(WalSync sync) throws IOException {
        for (int i = 0; i < WalSync.ALONE; i++) {
            sync.request().await();
        }
    }

    @Test
    void anInterruptOfTheThreadThatForcesIsPassedOver() throws Exception {
        sync.request().await();
        forcing().interrupt();
        sync.request().await();
        disk.hold();
        Actor<Void> waiting = waiting("a");
        untilForced(3);
        forcing().interrupt();
        disk.release();
        waiting.result();
        assertThat(sync.failure()).isEmpty();
    }

    @Test
    void whoHasBeenAloneForcesByHimselfUntilAnotherComes() throws Exception {
        List<Thread> by = new CopyOnWriteArrayList<>();
        WalSync another = WalSync.open(
                files,
                real -> () -> {
                    by.add(Thread.currentThread());
                    real.run();
                },
                (nanos, requests) -> {});
        beAlone(another);
        assertThat(by).hasSize(WalSync.ALONE).doesNotContain(Thread.currentThread());
        another.request().await();
        assertThat(by).last().isEqualTo(Thread.currentThread());
        WalSync.Request first = another.request();
        another.request().await();
        first.await();
        another.request().await();
        assertThat(by)
                .hasSize(WalSync.ALONE + 3)
                .filteredOn(Thread.currentThread()::equals)
                .hasSize(1);
        another.close();
    }

    /** Its commit ends with an error before it waits, for instance. */
    @Test
    void whatNobodyWaitsForIsForcedAtTheClose() throws Exception {
        beAlone(sync);
        sync.request();
        sync.close();
        assertThat(disk.forces()).isEqualTo(WalSync.ALONE + 1);
    }

    @Test
    void aFailureEndsAllWhoWaitAndIsNeverTriedAgain() throws Exception {
        disk.hold();
        disk.fail(new IOException("no disk"));
        Actor<Void> first = waiting("first");
        untilForced(1);
        Actor<Void> second = waiting("second");
        disk.release();
        assertThat(first.failure()).isInstanceOf(IOException.class).hasMessage("no disk");
        assertThat(second.failure()).isInstanceOf(IOException.class).hasMessage("no disk");
        disk.fail(null);
        assertThatThrownBy(() -> sync.request().await())
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");
        assertThat(disk.forces()).isEqualTo(1);
        assertThat(sync.failure()).isPresent();
    }

    @Test
    void anErrorIsAFailureToo() throws Exception {
        disk.fail(new OutOfMemoryError("for a test"));
        assertThatThrownBy(() -> sync.request().await()).hasMessageContaining("for a test");
        assertThatThrownBy(() -> sync.request().await()).hasMessageContaining("for a test");
    }

    @Test
    void aFailureOfSqlitesOwnSyncIsOneOfAllWhoCome() {
        sync.fail(new IOException("by SQLite"));
        assertThatThrownBy(() -> sync.request().await()).hasMessage("by SQLite");
        assertThat(disk.forces()).isZero();
    }

    /** To force a file that has no name any more succeeds, and no log will ever be recovered from it. */
    @Test
    void aLogThatWasDeletedOrReplacedIsAFailure() throws Exception {
        Files.move(files.log(), directory.resolve("elsewhere"));
        Files.createFile(files.log());
        assertThatThrownBy(() -> sync.request().await()).hasMessageContaining("deleted or replaced");
        Files.delete(files.log());
        Files.move(directory.resolve("elsewhere"), files.log());
    }

    @Test
    void aLogIsOpenedAndNeverMade() throws Exception {
        DatabaseFiles none = DatabaseFiles.at(directory.resolve("none.db"));
        assertThatThrownBy(() -> WalSync.open(none, disk, (nanos, requests) -> {}))
                .isInstanceOf(IOException.class);
        assertThat(none.log()).doesNotExist();
    }

    @Test
    void itIsSyncedOnceAForceBeganAfterTheLastCommitHadEnded() throws Exception {
        assertThat(sync.isSynced()).isTrue();
        sync.beginWrite();
        assertThat(sync.isSynced()).isFalse();
        sync.request().await();
        assertThat(sync.isSynced())
                .as("what is being committed may come after the force")
                .isFalse();
        sync.endWrite();
        sync.request().await();
        assertThat(sync.isSynced()).isTrue();
    }

    @Test
    void toCloseEndsThoseWhoWaitWithTheirForceAndRefusesWhoComes() throws Exception {
        disk.hold();
        Actor<Void> first = waiting("first");
        untilForced(1);
        Actor<Void> second = waiting("second");
        Actor<Void> closing = Actor.does("closing", sync::close);
        disk.release();
        first.result();
        second.result();
        closing.result();
        assertThat(disk.forces()).isEqualTo(2);
        assertThatThrownBy(() -> sync.request().await()).hasMessageContaining("closed");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("signalbox-sync test.db"));
    }
}
