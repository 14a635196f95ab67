package io.signalbox.hibernate;

import java.util.Collection;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.StandardTableCleaner;

/** Empties tables by DELETE, in an order that foreign keys allow: SQLite has no TRUNCATE. */
final class TableCleaner extends StandardTableCleaner {

    TableCleaner(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String[] getSqlTruncateStrings(
            Collection<Table> tables, Metadata metadata, SqlStringGenerationContext context) {
        Emptying emptying = new Emptying(dialect);
        Stream<String> deletes =
                new ReferenceOrder(tables).all().stream().flatMap(group -> emptying.of(group).stream());
        Stream<String> initial = tables.stream()
                .flatMap(table -> table.getInitCommands(context).stream())
                .flatMap(command -> Stream.of(command.initCommands()));
        return Stream.concat(deletes, initial).toArray(String[]::new);
    }
}
