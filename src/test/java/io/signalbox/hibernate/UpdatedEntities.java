package io.signalbox.hibernate;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.SQLUpdate;
import org.hibernate.annotations.SourceType;
import org.hibernate.annotations.UpdateTimestamp;

/** Entities whose updates differ in what they may leave out. */
final class UpdatedEntities {

    private UpdatedEntities() {}

    @Entity(name = "Depot")
    static class Depot {
        @Id
        Long id;
    }

    @Entity(name = "Wagon")
    static class Wagon {
        @Id
        Long id;

        @Column(unique = true)
        String number;

        String note;

        @ManyToOne
        Depot depot;
    }

    @Entity(name = "Versioned")
    static class Versioned {
        @Id
        Long id;

        String name;
        String note;

        @Version
        int version;
    }

    @Entity(name = "Cached")
    @Cacheable
    static class Cached {
        @Id
        Long id;

        String name;
        String note;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.JOINED)
    @SecondaryTable(name = "papers")
    static class Vehicle {
        @Id
        Long id;

        String name;

        @Column(table = "papers")
        String license;

        @Column(table = "papers")
        String issuer;
    }

    @Entity(name = "Engine")
    static class Engine extends Vehicle {
        int power;
        int axles;
    }

    @Entity(name = "Handmade")
    @SQLUpdate(sql = "update Handmade set name = upper(?), note = ? where id = ?")
    static class Handmade {
        @Id
        Long id;

        String name;
        String note;
    }

    @Entity(name = "Parent")
    @Inheritance(strategy = InheritanceType.JOINED)
    @SQLUpdate(sql = "update Parent set name = upper(?), note = ? where id = ?")
    static class Parent {
        @Id
        Long id;

        String name;
        String note;
    }

    @Entity(name = "Child")
    static class Child extends Parent {
        String toy;
        String pet;
    }

    @Embeddable
    static class Audit {
        Instant at = Instant.EPOCH;
        String who = "nobody";
    }

    @Entity(name = "Touched")
    static class Touched {
        @Id
        Long id;

        String note;
        String modifiedBy;

        @Embedded
        Audit audit = new Audit();

        @PreUpdate
        void touch() {
            audit.who = "callback"; // in place: the flush has looked already
        }
    }

    @Entity(name = "Stamped")
    static class Stamped {
        @Id
        Long id;

        @Column(nullable = false)
        String name = "engine";

        String note;

        @UpdateTimestamp
        Instant updated;
    }

    @Embeddable
    static class Trace {
        @CurrentTimestamp(source = SourceType.DB)
        LocalDateTime at;

        String who = "nobody";
    }

    @Entity(name = "Traced")
    static class Traced {
        @Id
        Long id;

        String name;
        String note;

        @Embedded
        Trace trace = new Trace();
    }
}
