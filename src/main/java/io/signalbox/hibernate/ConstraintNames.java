package io.signalbox.hibernate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;

/**
 * Tells the dialect of a unit the names that its entities give to unique constraints: SQLite reports only table and columns
 * of a violated one. Found by {@link java.util.ServiceLoader}.
 */
public final class ConstraintNames implements Integrator {

    /** Called by Hibernate. */
    public ConstraintNames() {}

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        if (factory.getJdbcServices().getDialect() instanceof SqliteDialect dialect) {
            dialect.nameConstraints(Names.of(metadata.collectTableMappings()));
        }
    }

    /**
     * Names of unique constraints; immutable.
     *
     * @param byColumns the names, by table and columns
     */
    record Names(Map<String, String> byColumns) {

        static final Names NONE = new Names(Map.of());

        static Names of(Collection<Table> tables) {
            Map<String, String> names = new HashMap<>();
            for (Table table : tables) {
                for (UniqueKey key : table.getUniqueKeys().values()) {
                    if (key.isNameExplicit()) {
                        List<String> columns =
                                key.getColumns().stream().map(Column::getName).toList();
                        names.put(key(table.getName(), columns), key.getName());
                    }
                }
            }
            return new Names(Map.copyOf(names));
        }

        private static String key(String table, List<String> columns) {
            return (table
                            + columns.stream()
                                    .sorted(String.CASE_INSENSITIVE_ORDER)
                                    .toList())
                    .toLowerCase(Locale.ROOT);
        }

        Optional<String> of(String table, List<String> columns) {
            return Optional.ofNullable(byColumns.get(key(table, columns)));
        }
    }
}
