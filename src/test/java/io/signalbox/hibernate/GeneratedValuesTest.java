package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import java.util.stream.Stream;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.generator.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that the database gives: defaults, generated columns, and what triggers write. */
class GeneratedValuesTest {

    @Entity(name = "Article")
    static class Article {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String title;

        @Generated(event = EventType.INSERT)
        @ColumnDefault("'draft'")
        String state;

        @GeneratedColumn("title || '!'")
        String shout;

        @Generated(event = {EventType.INSERT, EventType.UPDATE})
        Integer revision;
    }

    @Entity(name = "Named")
    static class Named {
        @Id
        @NaturalId
        String name;

        String title;

        @Generated(event = {EventType.INSERT, EventType.UPDATE})
        Integer revision;
    }

    @Entity(name = "Base")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Base {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;

        @Generated(event = {EventType.INSERT, EventType.UPDATE})
        @ColumnDefault("7")
        Integer seven;
    }

    @Entity(name = "Sub")
    static class Sub extends Base {
        String more;

        @Generated(event = {EventType.INSERT, EventType.UPDATE})
        @ColumnDefault("8")
        Integer eight;
    }

    /** Its id by a default, and found again by its name. */
    @Entity(name = "Ticket")
    static class Ticket {
        @Id
        @Generated
        @ColumnDefault("(lower(hex(randomblob(16))))")
        String id;

        @NaturalId
        String name;
    }

    @Entity(name = "Written")
    @SQLInsert(sql = "insert into Written (name) values (upper(?))")
    static class Written {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
    }

    private static void countRevisions(DialectUnit unit, String table) {
        unit.executeNative("create trigger inserted_" + table + " after insert on " + table + " begin update " + table
                + " set revision = 1 where rowid = new.rowid; end");
        unit.executeNative("create trigger updated_" + table + " after update of title on " + table + " begin update "
                + table + " set revision = revision + 1 where rowid = new.rowid; end");
    }

    static Stream<DialectUnit.Builder> units() {
        return Stream.of(
                DialectUnit.of(Article.class, Named.class),
                DialectUnit.of(Article.class, Named.class).plain(),
                DialectUnit.of(Article.class, Named.class).with("hibernate.jdbc.use_get_generated_keys", false));
    }

    /** RETURNING would tell what was there before the trigger. */
    @ParameterizedTest
    @MethodSource("units")
    void whatATriggerWritesIsRead(DialectUnit.Builder builder) {
        try (DialectUnit unit = builder.open()) {
            countRevisions(unit, "Article");
            countRevisions(unit, "Named");
            Article article = new Article();
            article.title = "a";
            Named named = new Named();
            named.name = "n";
            unit.persist(article, named);
            assertThat(article.id).isEqualTo(1);
            assertThat(article.state).isEqualTo("draft");
            assertThat(article.shout).isEqualTo("a!");
            assertThat(article.revision).isEqualTo(1);
            assertThat(named.revision).isEqualTo(1);

            article.title = "b";
            named.title = "t";
            Article written = unit.call(em -> em.merge(article));
            Named renamed = unit.call(em -> em.merge(named));
            assertThat(written.shout).isEqualTo("b!");
            assertThat(written.revision).isEqualTo(2);
            assertThat(renamed.revision).isEqualTo(2);
        }
    }

    @Test
    void whatIsGeneratedInTablesOfASubclassIsRead() {
        try (DialectUnit unit = DialectUnit.of(Base.class, Sub.class).open()) {
            Sub sub = new Sub();
            unit.persist(sub);
            assertThat(sub.seven).isEqualTo(7);
            assertThat(sub.eight).isEqualTo(8);
            unit.executeNative("update Base set seven = 70");
            unit.executeNative("update Sub set eight = 80");
            sub.more = "x";
            Sub written = unit.call(em -> em.merge(sub));
            assertThat(written.seven).isEqualTo(70);
            assertThat(written.eight).isEqualTo(80);
        }
    }

    /** The community's dialect leaves the rows in between without a number, and so without an id. */
    @Test
    void insertIntoASubclassWithAnIdentityInHql() {
        try (DialectUnit unit = DialectUnit.of(Base.class, Sub.class).open()) {
            assertThat(unit.execute("insert into Sub (name, more) values ('a', 'x'), ('b', 'y')"))
                    .isEqualTo(2);
            assertThat(unit.execute("insert into Sub (name, more) select s.name, s.more from Sub s"))
                    .isEqualTo(2);
            assertThat(unit.all("select s.name || s.more from Sub s where s.seven = 7 order by s.id", String.class))
                    .containsExactly("ax", "by", "ax", "by");
        }
    }

    @Test
    void anIdByDefaultIsFoundByTheNaturalId() {
        try (DialectUnit unit = DialectUnit.of(Ticket.class).open()) {
            Ticket ticket = new Ticket();
            ticket.name = "n";
            unit.persist(ticket);
            assertThat(ticket.id).hasSize(32);
        }
    }

    @Test
    void anInsertOfOnesOwnHasNoReturning() {
        try (DialectUnit unit = DialectUnit.of(Written.class).open()) {
            Written written = new Written();
            written.name = "a";
            unit.persist(written);
            assertThat(written.id).isEqualTo(1);
            assertThat(unit.find(Written.class, 1L).name).isEqualTo("A");
        }
    }
}
