package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.hibernate.FunctionsTest.Node;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HQL's {@code insert ... on conflict} and the upserts of a session without state. */
class ConflictsTest {

    private DialectUnit unit;

    @BeforeEach
    void open() {
        unit = DialectUnit.of(Node.class).open();
        Node root = new Node(1, "root", null);
        Node left = new Node(2, "Left", root);
        unit.persist(root, left, new Node(3, "right", root), new Node(4, "leaf", left));
    }

    @AfterEach
    void close() {
        unit.close();
    }

    @Test
    void insertsThatMeetAConflict() {
        unit.run(em -> {
            assertThat(em.createQuery("insert into Node(id, name, number, length, open) values(1, 'new', 1, 1.0, true)"
                                    + " on conflict(id) do nothing")
                            .executeUpdate())
                    .isZero();
            assertThat(em.createQuery(
                                    "insert into Node(id, name, number, length, open) values(4, 'again', 1, 1.0, true)"
                                            + " on conflict(id) do update set name = excluded.name")
                            .executeUpdate())
                    .isEqualTo(1);
            assertThat(em.createQuery("select n.name from Node n where n.id = 4", String.class)
                            .getSingleResult())
                    .isEqualTo("again");
        });
        assertThatThrownBy(() ->
                        unit.execute("insert into Node(id, name, number, length, open) values(1, 'new', 1, 1.0, true)"
                                + " on conflict on constraint uq do nothing"))
                .hasStackTraceContaining("name the columns");
    }

    @Test
    void insertsOfAQueryThatMeetAConflict() {
        String insert = "insert into Node(id, name, number, length, open)"
                + " select n.id, 'new', n.number, n.length, n.open from Node n ";
        unit.run(em -> {
            for (String nothing : List.of("on conflict(id) do nothing", "on conflict do nothing")) {
                assertThat(em.createQuery(insert + nothing).executeUpdate()).isZero();
            }
            assertThat(em.createQuery(insert + "where n.id = 1 on conflict(id) do nothing")
                            .executeUpdate())
                    .isZero();
            assertThat(em.createQuery(insert + "on conflict(id) do update set name = excluded.name || '!'"
                                    + " where excluded.number = 40")
                            .executeUpdate())
                    .isEqualTo(1);
            assertThat(em.createQuery("select n.id from Node n where n.name = 'new!'", Long.class)
                            .getResultList())
                    .containsExactly(4L);
        });
    }

    @Test
    void upsertWritesOnce() {
        unit.factory().inStatelessTransaction(session -> {
            Node node = new Node(9, "upserted", null);
            session.upsert(node);
            node.name = "again";
            session.upsert(node);
            assertThat(session.get(Node.class, 9L).name).isEqualTo("again");
        });
        assertThat(unit.one("select count(n) from Node n", Long.class)).isEqualTo(5);
    }
}
