package io.signalbox.identity;

import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The results of native queries, which JPA leaves untyped. */
final class SqlResults {

    private SqlResults() {}

    /** The id that the statement returned; empty if it returned no row. */
    static Optional<Long> id(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream().findFirst().map(SqlResults::number);
    }

    /** The rows of a query of several columns. */
    static Stream<@Nullable Object[]> rows(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> (@Nullable Object[]) row);
    }

    static long number(@Nullable Object column) {
        return ((Number) Objects.requireNonNull(column)).longValue();
    }

    static Instant instant(@Nullable Object column) {
        return Instant.ofEpochMilli(number(column));
    }
}
