package io.signalbox.hibernate;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** Plain SQL in the transaction of an EntityManager, with values bound as the dialect stores them, so that they compare. */
public final class PlainSql {

    private static final Set<Class<?>> AS_THEY_ARE = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            byte[].class);

    private static final Set<Class<?>> AS_STORED = Set.of(
            UUID.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            Instant.class,
            OffsetDateTime.class,
            ZonedDateTime.class);

    private PlainSql() {}

    /** What is done with a connection. */
    @FunctionalInterface
    public interface OnConnection<T> {

        /** Does it; the connection is the transaction's and is not to be closed. */
        T run(Connection connection) throws SQLException;
    }

    /** Runs it on the connection of an EntityManager; a SQLException becomes what JPA has for it. */
    public static <T> T run(EntityManager entityManager, OnConnection<T> work) {
        return entityManager.unwrap(Session.class).doReturningWork(work::run);
    }

    /** Whether values of this type are stored in one form, whatever column they are stored in. */
    public static boolean canBind(@Nullable Object value) {
        return value == null || AS_THEY_ARE.contains(value.getClass()) || AS_STORED.contains(value.getClass());
    }

    /** Binds a value for which {@link #canBind} is true. */
    public static void bind(EntityManager entityManager, PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        if (value == null || AS_THEY_ARE.contains(value.getClass())) {
            statement.setObject(index, value);
        } else {
            bindAsStored(entityManager.unwrap(SharedSessionContractImplementor.class), statement, index, value);
        }
    }

    private static <T> void bindAsStored(
            SharedSessionContractImplementor session, PreparedStatement statement, int index, T value)
            throws SQLException {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        BasicType<T> stored = session.getFactory().getTypeConfiguration().getBasicTypeForJavaType(type);
        stored.getJdbcValueBinder().bind(statement, value, index, session);
    }
}
