package io.signalbox.hibernate;

import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;

/** The clauses of foreign keys, which SQLite has only inside CREATE TABLE and ALTER TABLE ... ADD COLUMN. */
final class ForeignKeyClause {

    private ForeignKeyClause() {}

    /** The foreign keys of a table that are to be in the database. */
    static List<ForeignKey> of(Table table) {
        return table.getForeignKeyCollection().stream()
                .filter(key -> key.isPhysicalConstraint() && key.isCreationEnabled())
                .toList();
    }

    /** A table's name without its schema: neither REFERENCES nor ON takes one. */
    static String nameOf(Table table, Dialect dialect) {
        return table.getQuotedName(dialect);
    }

    /** As a constraint of its table. */
    static String ofTable(ForeignKey key, Dialect dialect) {
        String definition = key.getKeyDefinition() != null
                ? key.getKeyDefinition()
                : "foreign key (" + names(key.getColumns(), dialect) + ") " + references(key, dialect);
        return "constraint " + dialect.quote(key.getName()) + " " + definition;
    }

    /** As a constraint of its only column. */
    static String ofColumn(ForeignKey key, Dialect dialect) {
        return "constraint " + dialect.quote(key.getName()) + " " + references(key, dialect);
    }

    private static String references(ForeignKey key, Dialect dialect) {
        Table target = key.getReferencedTable();
        List<Column> columns =
                key.isReferenceToPrimaryKey() ? target.getPrimaryKey().getColumns() : key.getReferencedColumns();
        String clause = "references " + nameOf(target, dialect) + " (" + names(columns, dialect) + ")";
        OnDeleteAction action = key.getOnDeleteAction();
        if (action != null && action != OnDeleteAction.NO_ACTION) {
            clause += " on delete " + action.toSqlString();
        }
        String options = key.getOptions();
        return options == null || options.isBlank() ? clause : clause + " " + options;
    }

    private static String names(List<Column> columns, Dialect dialect) {
        return columns.stream().map(column -> column.getQuotedName(dialect)).collect(Collectors.joining(", "));
    }
}
