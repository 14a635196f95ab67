package io.signalbox.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.function.Consumer;
import org.hibernate.annotations.Comment;

/** What the tests of the catalogue of defects share. */
final class Catalogue {

    private Catalogue() {}

    @Entity(name = "Depot")
    @Comment("where engines sleep")
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"a", "b"}))
    static class Depot {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        int version;

        String a;
        String b;

        @Column(nullable = false)
        String name = "d";

        LocalDateTime opened;
        LocalDate day;

        @Column(precision = 19, scale = 2)
        BigDecimal amount;

        @ManyToOne
        Depot parent;
    }

    @Entity(name = "Spare")
    static class Spare {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
    }

    @Entity(name = "Numbered")
    static class Numbered {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;
    }

    static void ours(Class<?>[] entities, Consumer<DialectUnit> work) {
        try (DialectUnit unit = DialectUnit.of(entities).open()) {
            work.accept(unit);
        }
        try (DialectUnit unit = DialectUnit.of(entities).plain().open()) {
            work.accept(unit);
        }
    }

    static void ours(Consumer<DialectUnit> work) {
        ours(new Class<?>[] {Depot.class}, work);
    }

    static void stock(Class<?>[] entities, Consumer<DialectUnit> work) {
        try (DialectUnit unit = DialectUnit.of(entities).stock().open()) {
            work.accept(unit);
        }
    }

    static void stock(Consumer<DialectUnit> work) {
        stock(new Class<?>[] {Depot.class}, work);
    }

    static Depot depot() {
        Depot depot = new Depot();
        depot.opened = LocalDateTime.of(2026, 2, 28, 13, 14, 15, 123456789);
        depot.day = depot.opened.toLocalDate();
        return depot;
    }

    /** Of a class without dates and decimals the stock dialect stores what it says, apart from the defect in question. */
    static Spare spare() {
        Spare spare = new Spare();
        spare.name = "s";
        return spare;
    }
}
