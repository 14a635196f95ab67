package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.identity.Role;
import io.signalbox.identity.User;
import io.signalbox.identity.UserRole;
import io.signalbox.migration.Migrations;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;
import org.hibernate.MappingException;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.Test;

/** A schema that exists is validated, extended as far as SQLite can, and else refused with the reason. */
class SchemaUpdateTest {

    @Entity(name = "Yard")
    static class Yard {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class Wagon {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonWithMore extends WagonId {
        String name;

        @Column(unique = true)
        String number;

        @ColumnDefault("4")
        int axles;

        @ManyToOne
        Yard yard;
    }

    @jakarta.persistence.MappedSuperclass
    static class WagonId {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonWithNotNull extends WagonId {
        int axles;
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonWithOtherType extends WagonId {
        byte[] name;
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonInYard extends WagonId {
        String name;

        @ManyToOne
        Yard yard;
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonWithYardNumber extends WagonId {
        String name;

        @Column(name = "yard_id")
        Long yard;
    }

    private static DialectUnit.Builder update(Class<?>... entities) {
        return DialectUnit.of(entities).with("hibernate.hbm2ddl.auto", "update");
    }

    @Test
    void columnsAreAddedWithTheirForeignKeysAndUniqueConstraints() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class).open()) {
            unit.executeNative("insert into wagon(name) values('old')");
            for (int i = 0; i < 2; i++) {
                try (DialectUnit updated =
                        update(WagonWithMore.class, Yard.class).on(unit).open()) {
                    assertThat(updated.value("select axles from wagon where name = 'old'"))
                            .isEqualTo(4);
                    assertThat(updated.ddl("wagon")).containsOnlyOnce("references yard (id)");
                    assertThatThrownBy(() -> updated.executeNative("update wagon set yard_id = 99"))
                            .hasStackTraceContaining("FOREIGN KEY");
                    updated.executeNative("delete from wagon where name is null");
                    updated.executeNative("insert into wagon(number) values('7')");
                    assertThatThrownBy(() -> updated.executeNative("insert into wagon(number) values('7')"))
                            .hasStackTraceContaining("UNIQUE");
                }
            }
        }
    }

    @Test
    void whatSqliteCannotAlterIsRefusedWithTheReason() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class).open()) {
            assertRefused(
                    update(WagonWithNotNull.class).on(unit), "the column axles cannot be added", "@ColumnDefault");
            assertRefused(
                    update(WagonWithOtherType.class).on(unit),
                    "the type of the column name, VARCHAR, cannot be changed to blob");
        }
        try (DialectUnit unit =
                DialectUnit.of(WagonWithYardNumber.class, Yard.class).open()) {
            assertRefused(
                    update(WagonInYard.class, Yard.class).on(unit),
                    "on [yard_id] to Yard cannot be added",
                    "only together with its column");
        }
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonWithTitle extends WagonId {
        String title;
    }

    @Test
    void aColumnThatAMigrationRenamesOrDropsIsWhatTheNextStartFinds() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class).open()) {
            unit.executeNative("insert into wagon(name) values('old')");
            update(WagonWithoutName.class).on(unit).open().close();
            assertThat(unit.value("select name from wagon"))
                    .as("an update drops nothing")
                    .isEqualTo("old");
            unit.executeNative("alter table wagon rename column name to title");
            DialectUnit.Builder validating =
                    DialectUnit.of(WagonWithTitle.class).with("hibernate.hbm2ddl.auto", "validate");
            try (DialectUnit renamed = validating.on(unit).open()) {
                assertThat(renamed.one("select w.title from Wagon w", String.class))
                        .isEqualTo("old");
            }
            unit.executeNative("alter table wagon drop column title");
            assertThatThrownBy(() -> validating.on(unit).open().close())
                    .hasStackTraceContaining("missing column [title]");
        }
    }

    @Entity(name = "Wagon")
    @Table(name = "wagon")
    static class WagonWithoutName extends WagonId {}

    private static void assertRefused(DialectUnit.Builder builder, String... words) {
        assertThatThrownBy(() -> builder.open().close())
                .hasRootCauseInstanceOf(SchemaManagementException.class)
                .rootCause()
                .message()
                .contains(words)
                .contains("the table wagon");
    }

    @Test
    void theHandWrittenMigrationsAreValid() throws Exception {
        Class<?>[] identity = {User.class, Role.class, UserRole.class};
        try (DialectUnit unit =
                DialectUnit.of().with("hibernate.hbm2ddl.auto", "none").open()) {
            Migrations.of("classpath:db/signalbox/identity/sqlite")
                    .apply(unit.dataSource().orElseThrow());
            DialectUnit.of(identity)
                    .with("hibernate.hbm2ddl.auto", "validate")
                    .on(unit)
                    .open()
                    .close();
            update(identity).on(unit).open().close();
        }
    }

    @Entity(name = "Dated")
    static class Dated {
        @Id
        Long id;

        LocalDate day;
    }

    @Test
    void aTimeIsValidInTextAndNotInAnInteger() {
        try (DialectUnit unit =
                DialectUnit.of().with("hibernate.hbm2ddl.auto", "none").open()) {
            DialectUnit.Builder validating = DialectUnit.of(Dated.class)
                    .with("hibernate.hbm2ddl.auto", "validate")
                    .on(unit);
            unit.executeNative("create table Dated(id integer primary key, day text)");
            validating.open().close();
            unit.executeNative("drop table Dated");
            unit.executeNative("create table Dated(id integer primary key, day integer)");
            assertThatThrownBy(() -> validating.open().close()).hasStackTraceContaining("wrong column type");
            validating.with("hibernate.dialect.sqlite.times", "stock").open().close();
        }
    }

    static class PartId implements Serializable {
        Long id;
        Long number;
    }

    @Entity(name = "Part")
    @IdClass(PartId.class)
    static class Part {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Id
        Long number;
    }

    @Test
    void anIdentityColumnInACompositeKeyIsRefused() {
        assertThatThrownBy(() -> DialectUnit.of(Part.class).open().close())
                .rootCause()
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("SQLite numbers a row only where the number is the whole key");
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> DialectUnit.of()
                        .with("hibernate.dialect.sqlite.times", "late")
                        .open()
                        .close())
                .hasStackTraceContaining("must be one of [exact, stock], and is 'late'");
        assertThatThrownBy(() -> DialectUnit.of()
                        .with("hibernate.dialect.sqlite.color", 1)
                        .open()
                        .close())
                .hasStackTraceContaining("unknown settings of the dialect: [hibernate.dialect.sqlite.color]");
    }
}
