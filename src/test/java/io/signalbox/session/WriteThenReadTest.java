package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.ReaderTimeoutException;
import io.signalbox.jdbc.SqliteConnection;
import io.signalbox.jdbc.TransactionMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.RollbackException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a unit of work has committed is read exactly so, while others write. */
class WriteThenReadTest {

    @RegisterExtension
    final TestDatabase test =
            TestDatabase.ofTracks().with("signalbox.write_timeout", "60s").with("signalbox.readers", 1);

    private Database db;

    @BeforeEach
    void open() {
        db = test.database();
    }

    private static List<String> names(EntityManager em) {
        return em.createQuery("select t.name from Track t order by t.id", String.class)
                .getResultList();
    }

    private List<String> names() {
        return db.read(WriteThenReadTest::names);
    }

    private static long persist(EntityManager em, String name) {
        Track track = new Track(name);
        em.persist(track);
        return track.getId();
    }

    private Actor<Long> writer(String name) {
        return Actor.start(name, () -> db.write(em -> persist(em, name)));
    }

    private static <R> R notToBeRead(EntityManager em, Object written) {
        return fail("the reading must not be run");
    }

    @Test
    void theReadingSeesWhatWasCommittedAndNothingSince() throws Exception {
        writer("before").result();
        List<String> seen =
                db.<Long, List<String>, RuntimeException>writeThenRead(em -> persist(em, "ours"), (em, id) -> {
                    writer("after").result();
                    assertThat(em.find(Track.class, id).getName()).isEqualTo("ours");
                    List<String> first = names(em);
                    writer("later").result();
                    assertThat(names(em)).as("a second statement").isEqualTo(first);
                    return first;
                });
        assertThat(seen).containsExactly("before", "ours");
        assertThat(names()).containsExactly("before", "ours", "after", "later");
    }

    /** It waits in the queue when the work commits, and has committed before anything is read. */
    @Test
    void theNextWriterGoesOnBeforeTheReadingAndIsNotSeen() {
        Actor<?>[] next = new Actor<?>[1];
        List<String> seen = db.writeThenRead(
                em -> {
                    persist(em, "ours");
                    next[0] = writer("next");
                    Actor.until("it waits", () -> db.statistics().writer().waiting() == 1);
                    return 0;
                },
                (em, nothing) -> {
                    next[0].result();
                    assertThat(db.statistics().writer().held()).isFalse();
                    return names(em);
                });
        assertThat(seen).containsExactly("ours");
        assertThat(names()).containsExactly("ours", "next");
    }

    @Test
    void theReadingHasAFreshEntityManagerThatReadsOnly() {
        EntityManager mine = db.entityManager();
        db.writeThenRead(
                em -> {
                    assertThat(em).as("as any write").isSameAs(mine);
                    Track track = new Track("ours");
                    em.persist(track);
                    return track;
                },
                (em, track) -> {
                    assertThat(em).isNotSameAs(mine).isSameAs(db.entityManager());
                    assertThat(em.contains(track)).isFalse();
                    em.find(Track.class, track.getId()).setName("changed in vain");
                    em.flush();
                    assertThatThrownBy(em::close).isInstanceOf(IllegalStateException.class);
                    return 0;
                });
        assertThat(db.entityManager()).isSameAs(mine);
        db.remove();
        assertThat(names()).containsExactly("ours");
    }

    @Test
    void theReadingCannotWrite() {
        assertThatThrownBy(() -> db.writeThenRead(em -> persist(em, "ours"), (em, id) -> persist(em, "theirs")))
                .isInstanceOf(ReadAfterCommitException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(names()).containsExactly("ours");
    }

    @Test
    void whereTheWorkThrowsItIsRolledBackAndNothingIsRead() {
        IOException thrown = new IOException("of the work");
        assertThatThrownBy(() -> db.<Integer, Integer, IOException>writeThenRead(
                        em -> {
                            persist(em, "doomed");
                            throw thrown;
                        },
                        WriteThenReadTest::notToBeRead))
                .isSameAs(thrown);
        assertThat(names()).isEmpty();
    }

    @Test
    void whereTheCommitFailsNothingIsRead() {
        assertThatThrownBy(() -> db.writeThenRead(
                        em -> {
                            persist(em, "doomed");
                            em.getTransaction().setRollbackOnly();
                            return 0;
                        },
                        WriteThenReadTest::notToBeRead))
                .isInstanceOf(RollbackException.class);
        assertThat(names()).isEmpty();
        deferredForeignKey();
        assertThatThrownBy(() -> db.writeThenRead(
                        em -> {
                            persist(em, "doomed");
                            return em.createNativeQuery("insert into child values(7)")
                                    .executeUpdate();
                        },
                        WriteThenReadTest::notToBeRead))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(names()).isEmpty();
    }

    private void deferredForeignKey() {
        try (Connection connection = db.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table child(t_id integer references track(id) deferrable initially deferred)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whereTheReadingThrowsItIsSaidThatTheWorkIsCommitted() {
        IOException thrown = new IOException("of the reading");
        assertThatThrownBy(() -> db.writeThenRead(em -> persist(em, "ours"), (em, id) -> {
                    throw thrown;
                }))
                .isInstanceOf(ReadAfterCommitException.class)
                .hasCause(thrown)
                .hasMessageContaining("the unit of work is committed")
                .hasMessageContaining("of the reading");
        assertThat(names()).containsExactly("ours");
    }

    @Test
    void anErrorOfTheReadingPassesAsItIsAndSaysItToo() {
        StackOverflowError thrown = new StackOverflowError("of the reading");
        assertThatThrownBy(() -> db.writeThenRead(em -> persist(em, "ours"), (em, id) -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(ReadAfterCommitException.class);
        assertThat(names()).containsExactly("ours");
    }

    @Nested
    class WithoutPatience {
        @RegisterExtension
        final TestDatabase test =
                TestDatabase.ofTracks().with("signalbox.reader_timeout", "20ms").with("signalbox.readers", 1);

        /** One reader is another thread's, and the one that is kept for the holder of the writer it has taken itself. */
        @Test
        void whereNoReaderIsFreeNothingIsCommitted() throws Exception {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch reads = new CountDownLatch(1);
            Actor<Void> reader = Actor.does(
                    "reader",
                    () -> test.database().<Exception>readWithoutResult(em -> {
                        names(em);
                        reads.countDown();
                        goOn.await();
                    }));
            reads.await();
            try (SqliteConnection nested = test.database().dataSource().getReadOnlyConnection()) {
                nested.setAutoCommit(false);
                assertThatThrownBy(() -> test.database()
                                .writeThenRead(
                                        em -> {
                                            long id = persist(em, "doomed");
                                            takeReserve(nested);
                                            return id;
                                        },
                                        WriteThenReadTest::notToBeRead))
                        .isInstanceOf(LockTimeoutException.class)
                        .hasRootCauseInstanceOf(ReaderTimeoutException.class)
                        .rootCause()
                        .hasMessageContaining("'reader'");
            }
            goOn.countDown();
            reader.result();
            assertThat(test.database().<List<String>, RuntimeException>read(WriteThenReadTest::names))
                    .isEmpty();
        }
    }

    private static void takeReserve(Connection nested) {
        try {
            nested.createStatement().executeQuery("select name from track");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(Class<? extends Exception> type, String word) {
        AtomicBoolean ran = new AtomicBoolean();
        assertThatThrownBy(() -> db.writeThenRead(
                        em -> {
                            ran.set(true);
                            return 0;
                        },
                        WriteThenReadTest::notToBeRead))
                .isInstanceOf(type)
                .hasMessageContaining(word)
                .hasMessageContaining("assertRefused");
        assertThat(ran).isFalse();
    }

    @Test
    void insideAnyOtherTransactionItIsRefused() {
        db.writeWithoutResult(em -> {
            persist(em, "ours");
            assertRefused(NestedWriteException.class, "insideAnyOtherTransactionItIsRefused");
        });
        db.readWithoutResult(em -> assertRefused(WriteInReadException.class, "insideAnyOtherTransactionItIsRefused"));
        EntityManager mine = db.entityManager();
        mine.getTransaction().begin();
        assertRefused(NestedWriteException.class, "the thread itself");
        mine.getTransaction().rollback();
        db.remove();
        assertThat(names()).as("the outer unit was not marked").containsExactly("ours");
    }

    @Test
    void whatIsStartedInsideTheReadingFollowsTheRulesOfARead() {
        db.writeThenRead(em -> persist(em, "ours"), (em, id) -> {
            writer("after").result();
            assertThat(names()).as("joins").containsExactly("ours");
            assertThatThrownBy(() -> db.write(inner -> 0)).isInstanceOf(WriteInReadException.class);
            assertRefused(WriteInReadException.class, "whatIsStartedInsideTheReading");
            return 0;
        });
        assertThat(db.isActive()).isFalse();
    }

    @Test
    void aWorkThatHasOnlyReadLeavesTheSnapshotThatItHasRead() {
        TransactionOptions upgrade = TransactionOptions.mode(TransactionMode.UPGRADE);
        List<String> seen = db.<List<String>, List<String>, RuntimeException>writeThenRead(
                upgrade, WriteThenReadTest::names, (em, before) -> {
                    writer("after").result();
                    return names(em);
                });
        assertThat(seen).isEmpty();
        assertThat(names()).containsExactly("after");
    }

    @Test
    void aWorkThatHasDoneNothingLeavesWhatIsThere() throws Exception {
        writer("before").result();
        long acquired = db.statistics().writer().acquired();
        List<String> seen = db.<Object, List<String>, RuntimeException>writeThenRead(em -> null, (em, nothing) -> {
            assertThat(db.statistics().writer().acquired()).isEqualTo(acquired);
            writer("after").result();
            assertThat(nothing).isNull();
            return names(em);
        });
        assertThat(seen).containsExactly("before");
    }
}
