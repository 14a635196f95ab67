package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.session.WriteInReadException;
import jakarta.persistence.RollbackException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private long persist(String name) {
        return test.database().write(em -> {
            Track track = new Track(name);
            em.persist(track);
            return track.getId();
        });
    }

    private String nameOf(long id) {
        return test.database().read(em -> em.find(Track.class, id).getName());
    }

    @Test
    void whatIsWrittenIsRead() {
        long id = persist("main line");
        assertThat(nameOf(id)).isEqualTo("main line");
    }

    @Test
    void whatThrowsIsRolledBackAndReachesTheCallerAsItIs() {
        IOException thrown = new IOException("of the work's own");
        assertThatThrownBy(() -> test.database().writeWithoutResult(em -> {
                    em.persist(new Track("never"));
                    em.flush();
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(count()).isZero();
    }

    private long count() {
        return test.database()
                .read(em -> em.createQuery("select count(t) from Track t", Long.class)
                        .getSingleResult());
    }

    @Test
    void writeInWriteJoins() {
        Database db = test.database();
        db.writeWithoutResult(outer -> {
            Track track = new Track("joined");
            outer.persist(track);
            db.writeWithoutResult(inner -> assertThat(inner.contains(track)).isTrue());
            assertThat(db.<String, RuntimeException>read(
                            inner -> inner.find(Track.class, track.getId()).getName()))
                    .isEqualTo("joined");
        });
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aFailureOfAnInnerWriteMarksTheOuterRollbackOnly() {
        Database db = test.database();
        assertThatThrownBy(() -> db.writeWithoutResult(outer -> {
                    outer.persist(new Track("doomed"));
                    try {
                        db.writeWithoutResult(inner -> {
                            throw new IllegalStateException("inner");
                        });
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessage("inner");
                    }
                }))
                .isInstanceOf(RollbackException.class);
        assertThat(count()).isZero();
    }

    @Test
    void writeInReadIsRefusedAndBothPlacesAreNamed() {
        Database db = test.database();
        assertThatThrownBy(() -> db.readWithoutResult(outer -> inner(db)))
                .isInstanceOf(WriteInReadException.class)
                .hasMessageContaining("DatabaseTest.inner(DatabaseTest.java:")
                .hasMessageContaining("writeInReadIsRefused");
    }

    private static void inner(Database db) {
        db.writeWithoutResult(em -> em.persist(new Track("refused")));
    }

    @Test
    void readInReadJoins() {
        Database db = test.database();
        db.readWithoutResult(
                outer -> db.readWithoutResult(inner -> assertThat(inner).isSameAs(outer)));
    }
}
