package io.signalbox.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyEnumerated;
import jakarta.persistence.MapsId;
import jakarta.persistence.NamedAttributeNode;
import jakarta.persistence.NamedEntityGraph;
import jakarta.persistence.NamedSubgraph;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.ParamDef;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.annotations.SourceType;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;
import org.hibernate.annotations.TimeZoneStorage;
import org.hibernate.annotations.TimeZoneStorageType;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.type.SqlTypes;

/** Entities with much in them: generated values, graphs, filters, soft deletion, names that are keywords. */
final class RichEntities {

    private RichEntities() {}

    enum Status {
        NEW,
        OLD
    }

    @Embeddable
    record Pair(int a, String b) {}

    @Embeddable
    static class Home {
        String street;

        @ElementCollection
        @OrderColumn
        List<String> lines = new ArrayList<>();
    }

    @Entity(name = "Country")
    static class Country {
        @Id
        String code;

        String name;

        Country() {}

        Country(String code) {
            this.code = code;
            this.name = code;
        }
    }

    @Entity(name = "Person")
    @Table(name = "persons")
    @DynamicUpdate
    @NamedEntityGraph(
            name = "deep",
            attributeNodes = @NamedAttributeNode(value = "orders", subgraph = "items"),
            subgraphs = @NamedSubgraph(name = "items", attributeNodes = @NamedAttributeNode("items")))
    @FilterDef(name = "named", parameters = @ParamDef(name = "name", type = String.class))
    @Filter(name = "named", condition = "name = :name")
    static class Person {
        @Id
        @GeneratedValue
        Long id;

        String name;

        @Enumerated(EnumType.STRING)
        Status status = Status.NEW;

        @Version
        Instant version;

        @Column(precision = 10, scale = 2)
        BigDecimal salary;

        @Embedded
        Home home = new Home();

        @ManyToOne(fetch = FetchType.LAZY)
        Country country;

        @OneToMany(mappedBy = "person", cascade = CascadeType.ALL, orphanRemoval = true)
        @OrderBy("total desc")
        List<Purchase> orders = new ArrayList<>();

        @ManyToMany
        Set<Country> visited = new HashSet<>();

        @ElementCollection
        @MapKeyEnumerated(EnumType.STRING)
        Map<Status, String> phones = new EnumMap<>(Status.class);

        @ElementCollection
        Map<Pair, Integer> pairs = new HashMap<>();

        @UpdateTimestamp
        Instant updated;

        @CurrentTimestamp(source = SourceType.DB)
        LocalDateTime stamped;

        @GeneratedColumn("name || '!'")
        String shout;

        @Generated
        @ColumnDefault("5")
        Integer five;

        @ColumnTransformer(read = "lower(folded)", write = "upper(?)")
        String folded;

        @JdbcTypeCode(SqlTypes.JSON)
        List<String> words;

        @JdbcTypeCode(SqlTypes.JSON)
        Map<String, Object> json;

        @TimeZoneStorage(TimeZoneStorageType.NORMALIZE)
        OffsetDateTime at;
    }

    @Entity(name = "Purchase")
    static class Purchase {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @ManyToOne(fetch = FetchType.LAZY)
        Person person;

        int total;

        @OneToMany(cascade = CascadeType.ALL)
        @JoinColumn(name = "purchase_id")
        @OrderColumn
        List<Item> items = new ArrayList<>();

        Purchase() {}

        Purchase(Person person, int total) {
            this.person = person;
            this.total = total;
        }
    }

    @Entity(name = "Item")
    static class Item {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID id;
    }

    @Entity(name = "Badge")
    static class Badge {
        @Id
        Long id;

        @OneToOne
        @MapsId
        Person person;
    }

    @Entity(name = "Soft")
    @SoftDelete
    static class Soft {
        @Id
        Long id;
    }

    @Entity(name = "Quoted")
    @Table(name = "`select`")
    static class Quoted {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Column(name = "`order`")
        Long id;

        @Column(name = "`from`", precision = 10, scale = 2)
        BigDecimal from;

        @ManyToOne
        @JoinColumn(name = "`where`")
        Quoted parent;
    }

    @Entity(name = "Pay")
    @Immutable
    @Subselect("select id, name, salary from persons")
    @Synchronize("persons")
    static class Pay {
        @Id
        Long id;

        @Column(precision = 10, scale = 2)
        BigDecimal salary;
    }
}
