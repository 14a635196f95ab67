package io.signalbox.hibernate;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.SQLRestriction;

/** Entities with mappings of every kind. */
final class MappingEntities {

    private MappingEntities() {}

    enum Colour {
        RED,
        GREEN
    }

    @Embeddable
    record Point(int x, int y) {}

    @Embeddable
    static class Key implements Serializable {
        String area;
        int number;

        Key() {}

        Key(String area, int number) {
            this.area = area;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && area.equals(that.area) && number == that.number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    static class UriConverter implements AttributeConverter<URI, String> {
        @Override
        public String convertToDatabaseColumn(URI uri) {
            return uri == null ? null : uri.toString();
        }

        @Override
        public URI convertToEntityAttribute(String text) {
            return text == null ? null : URI.create(text);
        }
    }

    static class YesNo implements AttributeConverter<Boolean, String> {
        @Override
        public String convertToDatabaseColumn(Boolean value) {
            return value == null ? null : value ? "yes" : "no";
        }

        @Override
        public Boolean convertToEntityAttribute(String text) {
            return text == null ? null : text.equals("yes");
        }
    }

    @Entity(name = "Basics")
    @SecondaryTable(name = "basics_more")
    static class Basics {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        byte b;
        short s;
        int i;
        long l;
        float f;
        double d;
        char c = 'x';
        boolean flag;
        Boolean maybe;
        String text;

        @Lob
        String clob;

        @Lob
        byte[] blob;

        byte[] bytes;
        UUID uuid;

        @Enumerated(EnumType.STRING)
        Colour colour;

        @Enumerated
        Colour ordinal;

        @Convert(converter = UriConverter.class)
        URI uri;

        @Convert(converter = YesNo.class)
        Boolean yes;

        Locale locale;

        @Embedded
        Point point;

        String[] words;
        List<Integer> numbers;

        @Column(table = "basics_more")
        String more;

        @CreationTimestamp
        Instant created;

        @Formula("i * 2")
        int twice;
    }

    @Entity(name = "Keyed")
    static class Keyed {
        @EmbeddedId
        Key id;

        String name;

        @ManyToOne
        Keyed next;
    }

    @Entity(name = "Owner")
    static class Owner {
        @Id
        @GeneratedValue
        Long id;

        String name;

        @ElementCollection
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @OrderColumn
        List<Point> points = new ArrayList<>();

        @ElementCollection
        @MapKeyColumn(name = "k")
        Map<String, LocalDate> dates = new HashMap<>();

        @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
        @SQLRestriction("size > 0")
        List<Pet> pets = new ArrayList<>();
    }

    @Entity(name = "Pet")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Pet {
        @Id
        @GeneratedValue
        Long id;

        int size = 1;

        @ManyToOne
        Owner owner;
    }

    @Entity(name = "Dog")
    static class Dog extends Pet {
        String bark;
    }

    @Entity(name = "Cat")
    static class Cat extends Pet {
        boolean indoor;
    }

    @Entity(name = "Shape")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    static class Shape {
        @Id
        @GeneratedValue
        Long id;
    }

    @Entity(name = "Circle")
    static class Circle extends Shape {
        @Column(precision = 10, scale = 2)
        BigDecimal radius;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Vehicle {
        @Id
        @GeneratedValue
        Long id;

        String name;
    }

    @Entity(name = "Car")
    static class Car extends Vehicle {
        @Column(precision = 10, scale = 2)
        BigDecimal price;
    }

    @Entity(name = "Bike")
    static class Bike extends Vehicle {
        int gears;
    }
}
