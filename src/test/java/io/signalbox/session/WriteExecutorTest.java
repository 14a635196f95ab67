package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.ConstraintViolatedException;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The queue with one writing thread. */
class WriteExecutorTest {

    private static final int CAPACITY = 100;

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private WriteExecutor executor;

    @BeforeEach
    void open() {
        executor = new WriteExecutor(test.database(), CAPACITY);
    }

    @AfterEach
    void close() {
        goOn.countDown();
        executor.close();
    }

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    private static String persisted(EntityManager em, String name) {
        em.persist(new Track(name));
        return name;
    }

    /** Occupies the writing thread, in its transaction, until it may go on. */
    private CompletableFuture<String> busy() throws Exception {
        CompletableFuture<String> busy = executor.submit(em -> {
            String name = persisted(em, "busy");
            em.flush();
            begun.countDown();
            goOn.await();
            return name;
        });
        begun.await();
        return busy;
    }

    @Test
    void unitsOfManyThreadsAreWrittenByOneInTheOrderOfEachOne() throws Exception {
        ConcurrentLinkedQueue<Thread> writing = new ConcurrentLinkedQueue<>();
        List<Actor<List<Long>>> actors = IntStream.range(0, 8)
                .mapToObj(number -> Actor.start("submits " + number, () -> {
                    List<CompletableFuture<Long>> futures = new ArrayList<>();
                    for (int i = 0; i < CAPACITY / 8; i++) {
                        futures.add(executor.submit(em -> {
                            writing.add(Thread.currentThread());
                            Track track = new Track("x");
                            em.persist(track);
                            return track.getId();
                        }));
                    }
                    return futures.stream().map(CompletableFuture::join).toList();
                }))
                .toList();
        for (Actor<List<Long>> actor : actors) {
            assertThat(actor.result()).isSorted().doesNotHaveDuplicates();
        }
        assertThat(names()).hasSize(CAPACITY / 8 * 8);
        assertThat(writing.stream().distinct()).hasSize(1);
    }

    @Test
    void aResultIsThereOnceItIsCommitted() throws Exception {
        CompletableFuture<List<String>> read =
                executor.submit(em -> persisted(em, "a")).thenApplyAsync(name -> names());
        assertThat(read.get()).containsExactly("a");
    }

    @Test
    void anErrorIsItsCallersAndTheNextUnitIsWritten() throws Exception {
        CompletableFuture<String> checked = executor.submit(em -> {
            persisted(em, "lost");
            throw new IOException("of the test");
        });
        CompletableFuture<Integer> violated =
                executor.submit(em -> em.createNativeQuery("insert into track (id, name) values (1, 'a'), (1, 'b')")
                        .executeUpdate());
        CompletableFuture<Object> fatal = executor.submit(em -> {
            throw new StackOverflowError("of the test");
        });
        CompletableFuture<String> next = executor.submit(em -> persisted(em, "next"));
        assertThatThrownBy(checked::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(violated::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(org.sqlite.SQLiteException.class)
                .satisfies(thrown ->
                        assertThat(causes(thrown)).hasAtLeastOneElementOfType(ConstraintViolatedException.class));
        assertThatThrownBy(fatal::get).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(next.get()).isEqualTo("next");
        assertThat(names()).containsExactly("next");
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }

    @Test
    void oneMoreThanThereIsRoomForIsRefused() throws Exception {
        busy();
        List<CompletableFuture<String>> accepted = IntStream.range(0, CAPACITY)
                .mapToObj(i -> executor.submit(em -> persisted(em, "accepted")))
                .toList();
        assertThat(executor.waiting()).isEqualTo(CAPACITY);
        assertThatThrownBy(() -> executor.submit(em -> persisted(em, "refused")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("full");
        assertThat(accepted.get(0).cancel(false)).isTrue();
        assertThat(executor.waiting()).isEqualTo(CAPACITY - 1);
        accepted = new ArrayList<>(accepted.subList(1, CAPACITY));
        accepted.add(executor.submit(em -> persisted(em, "in its place")));
        goOn.countDown();
        accepted.forEach(CompletableFuture::join);
        assertThat(names()).hasSize(CAPACITY + 1).endsWith("in its place");
    }

    @Test
    void oneThatIsCancelledWhileItWaitsIsNotRun() throws Exception {
        busy();
        CompletableFuture<String> cancelled = executor.submit(em -> persisted(em, "cancelled"));
        assertThat(cancelled.cancel(false)).isTrue();
        goOn.countDown();
        assertThat(executor.submit(em -> persisted(em, "next")).get()).isEqualTo("next");
        assertThat(names()).containsExactly("busy", "next");
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void oneThatIsCancelledWhileItRunsIsRolledBack() throws Exception {
        CompletableFuture<String> cancelled = busy();
        assertThat(cancelled.cancel(false)).isTrue();
        goOn.countDown();
        executor.submit(em -> persisted(em, "next")).get();
        assertThat(names()).containsExactly("next");
    }

    @Test
    void oneThatIsCancelledAndInterruptedEndsAtOnceAndTheNextIsNotInterrupted() throws Exception {
        CompletableFuture<String> cancelled = executor.submit(em -> {
            String name = persisted(em, "cancelled");
            begun.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return name;
        });
        begun.await();
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(executor.submit(em -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
        assertThat(names()).isEmpty();
    }

    @Test
    void oneThatIsCommittedCannotBeCancelled() throws Exception {
        CompletableFuture<String> done = executor.submit(em -> persisted(em, "done"));
        done.get();
        assertThat(done.cancel(true)).isFalse();
        assertThat(names()).containsExactly("done");
    }

    @Test
    void toWaitOnTheWritingThreadForOneThatWaitsIsRefused() throws Exception {
        CompletableFuture<String> inner = executor.submit(em -> {
                    CompletableFuture<String> second = executor.submit(other -> persisted(other, "second"));
                    assertThatThrownBy(second::join).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(second::get).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> second.get(1, TimeUnit.DAYS)).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> executor.close()).isInstanceOf(IllegalStateException.class);
                    persisted(em, "first");
                    return second;
                })
                .thenCompose(second -> second);
        assertThat(inner.get()).isEqualTo("second");
        assertThat(names()).containsExactly("first", "second");
    }

    @Test
    void closeWritesWhatWasAccepted() throws Exception {
        busy();
        List<CompletableFuture<String>> accepted = IntStream.range(0, 50)
                .mapToObj(i -> executor.submit(em -> persisted(em, "accepted")))
                .toList();
        Actor<Boolean> closing = Actor.start("closes", () -> executor.close(Duration.ofMinutes(1)));
        closing.parked();
        Actor.until("it is closed to others", this::isClosed);
        goOn.countDown();
        assertThat(closing.result()).isTrue();
        assertThat(accepted).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(names()).hasSize(51);
        assertThat(executor.close(Duration.ZERO)).isTrue();
    }

    private boolean isClosed() {
        try {
            executor.submit(em -> true).cancel(false);
            return false;
        } catch (RejectedExecutionException e) {
            return e.getMessage().contains("closed");
        }
    }

    @Test
    void whatIsLeftAtTheDeadlineOfCloseIsCancelled() throws Exception {
        CompletableFuture<String> running = busy(); // and goOn is not given
        CompletableFuture<String> waiting = executor.submit(em -> persisted(em, "waiting"));
        assertThat(executor.close(Duration.ofMillis(1))).isFalse();
        assertThat(running).isCancelled();
        assertThat(waiting).isCancelled();
        assertThat(executor.close(Duration.ofMinutes(1))).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileItClosesCancelsWhatIsLeft() throws Exception {
        CompletableFuture<String> running = busy();
        Actor<Boolean> closing = Actor.start("closes", () -> {
            boolean all = executor.close(Duration.ofDays(1));
            return !all && Thread.currentThread().isInterrupted();
        });
        closing.parked().thread().interrupt();
        assertThat(closing.result()).isTrue();
        assertThat(running).isCancelled();
    }

    @Test
    void anotherTransactionsWaitEndsInATypedError() throws Exception {
        CompletableFuture<String> late = test.database().write(em -> {
            persisted(em, "holder");
            em.flush();
            CompletableFuture<String> waits = executor.submit(
                    TransactionOptions.timeout(Duration.ofMillis(1)), other -> persisted(other, "late"));
            Actor.until("it has given up", waits::isDone);
            return waits;
        });
        assertThatThrownBy(late::get).hasCauseInstanceOf(jakarta.persistence.PersistenceException.class);
        assertThat(names()).containsExactly("holder");
    }

    @Test
    void aQueueWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new WriteExecutor(test.database(), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
