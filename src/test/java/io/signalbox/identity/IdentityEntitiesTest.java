package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityEntitiesTest {

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private long user;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("Editor"), "edits", true);
        user = fixture.users
                .register(
                        RegisterUser.of(EmailAddress.of("Jo@b.org"))
                                .withUsername(Username.of("Jo"))
                                .withDisplayName("Jo Doe"),
                        "correct horse".toCharArray())
                .id();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void mapEveryColumn() {
        Map<Class<?>, String> tables = Map.of(User.class, "users", Role.class, "roles", UserRole.class, "users_roles");
        tables.forEach((entity, table) -> assertThat(columns(entity))
                .describedAs(table)
                .containsExactlyInAnyOrderElementsOf(
                        fixture.rows("select name from pragma_table_info('" + table + "')")));
    }

    private static Set<String> columns(Class<?> entity) {
        Set<String> columns = new TreeSet<>();
        Arrays.stream(entity.getDeclaredFields()).forEach(field -> {
            if (field.isAnnotationPresent(Id.class)) {
                columns.add("id");
            } else if (field.isAnnotationPresent(Column.class)) {
                columns.add(field.getAnnotation(Column.class).name());
            } else if (field.isAnnotationPresent(JoinColumn.class)) {
                columns.add(field.getAnnotation(JoinColumn.class).name());
            }
        });
        return columns;
    }

    @Test
    void readWhatTheServicesWrote() {
        fixture.transactions.readWithoutResult(em -> {
            User found = em.find(User.class, user);
            assertThat(found.getEmailAddress()).isEqualTo("Jo@b.org");
            assertThat(found.getEmailNormalized()).isEqualTo("jo@b.org");
            assertThat(found.getUsername()).isEqualTo("Jo");
            assertThat(found.getDisplayName()).isEqualTo("Jo Doe");
            assertThat(found.getCreatedAt()).isEqualTo(fixture.clock.instant());
            assertThat(found.getUpdatedAt()).isEqualTo(fixture.clock.instant());
            assertThat(found.isEnabled()).isTrue();
            assertThat(found.isMustChangePassword()).isFalse();
            assertThat(Arrays.asList(
                            found.getLastLoginAt(),
                            found.getLockedUntil(),
                            found.getErasedAt(),
                            found.getEmailConfirmedAt()))
                    .containsOnlyNulls();
            UserRole grant =
                    em.createQuery("select g from UserRole g", UserRole.class).getSingleResult();
            assertThat(grant.getGrantedAt()).isEqualTo(fixture.clock.instant());
            assertThat(grant.getGrantedBy()).isNull();
            assertThat(grant.getUser()).isSameAs(found);
            assertThat(grant.getRole().getName()).isEqualTo("Editor");
            assertThat(grant.getRole().getDescription()).isEqualTo("edits");
            assertThat(grant.getRole().isDefault()).isTrue();
            assertThat(grant.getRole().isBuiltIn()).isFalse();
        });
    }

    @Test
    void areEqualByIdAlsoAsProxies() {
        User loaded = fixture.transactions.read(em -> em.find(User.class, user));
        fixture.transactions.readWithoutResult(em -> {
            User proxy = em.getReference(User.class, user);
            assertThat(Hibernate.isInitialized(proxy)).isFalse();
            assertThat(loaded).isEqualTo(proxy).hasSameHashCodeAs(proxy);
            assertThat(proxy).isEqualTo(loaded).isNotEqualTo(new User());
            assertThat(em.getReference(Role.class, 1L)).isNotEqualTo(proxy).isEqualTo(em.find(Role.class, 1L));
            assertThat(em.find(UserRole.class, 1L)).isEqualTo(em.getReference(UserRole.class, 1L));
        });
        assertThat(new User()).isNotEqualTo(new User());
        assertThat(new Role()).isNotEqualTo(new Role());
        assertThat(new UserRole()).isNotEqualTo(new UserRole());
    }

    @Test
    void tellNoSecret() {
        String hash = fixture.rows("select password_hash from users").get(0);
        String stamp = fixture.rows("select security_stamp from users").get(0);
        assertThat(stamp).matches("[0-9a-f]{32}");
        User loaded = fixture.transactions.read(em -> em.find(User.class, user));
        assertThat(loaded.toString()).isEqualTo("User[id=" + user + "]").doesNotContain(hash, stamp);
        assertThat(List.of(User.class.getMethods()))
                .extracting(method -> method.getName())
                .doesNotContain("getPasswordHash", "getSecurityStamp")
                .noneMatch(name -> name.startsWith("set"));
    }

    @Test
    void keepTimesInMilliseconds() {
        var converter = new EpochMillisConverter();
        assertThat(converter.convertToDatabaseColumn(Instant.parse("1969-12-31T23:59:59.999Z")))
                .isEqualTo(-1);
        assertThat(converter.convertToDatabaseColumn(Instant.ofEpochSecond(1, 1_999_999)))
                .isEqualTo(1001);
        assertThat(converter.convertToEntityAttribute(1001L)).isEqualTo(Instant.ofEpochMilli(1001));
        assertThat(converter.convertToDatabaseColumn(null)).isNull();
        assertThat(converter.convertToEntityAttribute(null)).isNull();
    }
}
