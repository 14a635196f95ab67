package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.extract.spi.ColumnInformation;
import org.hibernate.tool.schema.extract.spi.ForeignKeyInformation;
import org.hibernate.tool.schema.extract.spi.TableInformation;
import org.hibernate.tool.schema.internal.StandardTableMigrator;
import org.hibernate.tool.schema.spi.SchemaManagementException;

/**
 * Adds what a table lacks, as far as SQLite can (<a href="https://www.sqlite.org/lang_altertable.html">ALTER TABLE</a>),
 * and refuses what it cannot.
 */
final class TableMigration extends StandardTableMigrator {

    TableMigration(Dialect dialect) {
        super(dialect);
    }

    /**
     * The statements that add the columns which the table lacks, with their foreign keys.
     *
     * @throws SchemaManagementException if the table would have to be made anew
     */
    @Override
    public String[] getSqlAlterStrings(
            Table table, Metadata metadata, TableInformation present, SqlStringGenerationContext context) {
        String[] statements = super.getSqlAlterStrings(table, metadata, present, context);
        if (table.isView()) {
            return statements;
        }
        List<Column> added = new ArrayList<>();
        for (Column column : table.getColumns()) {
            ColumnInformation existing = present.getColumn(identifier(column));
            if (existing == null) {
                refuseUnlessAddable(table, column);
                added.add(column);
            } else {
                refuseOtherType(table, column, existing, metadata);
            }
        }
        addForeignKeys(table, present, added, statements);
        return statements;
    }

    private static Identifier identifier(Column column) {
        return Identifier.toIdentifier(column.getName(), column.isQuoted());
    }

    private static void refuseUnlessAddable(Table table, Column column) {
        String what = "the column " + column.getName() + " cannot be added to";
        if (table.isPrimaryKey(column)) {
            throw refused(table, what, "it belongs to the primary key");
        }
        if (!column.isNullable() && column.getDefaultValue() == null && column.getGeneratedAs() == null) {
            throw refused(table, what, "it is not null and has no default; give it one, @ColumnDefault for instance");
        }
    }

    private void refuseOtherType(Table table, Column column, ColumnInformation existing, Metadata metadata) {
        String wanted = column.getSqlType(metadata);
        if (!wanted.toLowerCase(Locale.ROOT).startsWith(existing.getTypeName().toLowerCase(Locale.ROOT))
                && !dialect.equivalentTypes(column.getSqlTypeCode(metadata), codeOf(existing, metadata))) {
            throw refused(
                    table,
                    "the type of the column " + column.getName() + ", " + existing.getTypeName()
                            + ", cannot be changed to " + wanted + " in",
                    "SQLite has no such ALTER TABLE");
        }
    }

    private int codeOf(ColumnInformation existing, Metadata metadata) {
        return dialect.resolveSqlTypeDescriptor(
                        existing.getTypeName(),
                        existing.getTypeCode(),
                        existing.getColumnSize(),
                        existing.getDecimalDigits(),
                        metadata.getDatabase().getTypeConfiguration().getJdbcTypeRegistry())
                .getDefaultSqlTypeCode();
    }

    private void addForeignKeys(Table table, TableInformation present, List<Column> added, String[] statements) {
        Set<String> existing = existingForeignKeys(present);
        for (ForeignKey key : ForeignKeyClause.of(table)) {
            Column first = key.getColumn(0);
            if (key.getColumnSpan() == 1 && added.contains(first)) {
                statements[added.indexOf(first)] += " " + ForeignKeyClause.ofColumn(key, dialect);
            } else if (!existing.contains(
                    nameOf(first.getName(), key.getReferencedTable().getName()))) {
                throw refused(
                        table,
                        "the foreign key " + key.getName() + " on "
                                + key.getColumns().stream().map(Column::getName).toList() + " to "
                                + key.getReferencedTable().getName() + " cannot be added to",
                        "SQLite adds a foreign key only together with its column; if there is to be none, map it with"
                                + " @ForeignKey(ConstraintMode.NO_CONSTRAINT)");
            }
        }
    }

    private static Set<String> existingForeignKeys(TableInformation present) {
        Set<String> keys = new HashSet<>();
        for (ForeignKeyInformation key : present.getForeignKeys()) {
            key.getColumnReferenceMappings()
                    .forEach(mapping -> keys.add(nameOf(
                            mapping.getReferencingColumnMetadata()
                                    .getColumnIdentifier()
                                    .getText(),
                            mapping.getReferencedColumnMetadata()
                                    .getContainingTableInformation()
                                    .getName()
                                    .getTableName()
                                    .getText())));
        }
        return keys;
    }

    private static String nameOf(String column, String table) {
        return (column + " -> " + table).toLowerCase(Locale.ROOT);
    }

    private static SchemaManagementException refused(Table table, String what, String why) {
        return new SchemaManagementException(what + " the table " + table.getName() + " as it is: " + why
                + ". Else make the table anew in a migration: create, copy, drop, rename"
                + " (https://www.sqlite.org/lang_altertable.html#otheralter)");
    }
}
