package io.signalbox.identity;

import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;

/** The results of native queries, which JPA leaves untyped. */
final class SqlResults {

    private SqlResults() {}

    /** The id that the statement returned; empty if it returned no row. */
    static Optional<Long> id(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream().findFirst().map(row -> ((Number) row).longValue());
    }
}
