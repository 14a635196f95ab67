package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.MappingException;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.StandardTableExporter;

/** Creates tables with their foreign keys in them, and drops them in an order that foreign keys allow. */
final class TableExporter extends StandardTableExporter {

    private final Supplier<DialectSettings> settings;

    TableExporter(Dialect dialect, Supplier<DialectSettings> settings) {
        super(dialect);
        this.settings = settings;
    }

    @Override
    public String[] getSqlCreateStrings(Table table, Metadata metadata, SqlStringGenerationContext context) {
        String[] statements = super.getSqlCreateStrings(table, metadata, context);
        if (table.getViewQuery() == null) {
            refuseNumberedPart(table);
            String create = statements[0];
            if (settings.get().autoIncrement()) {
                create = withAutoIncrement(create, table);
            }
            statements[0] = isStrict(table) ? strict(create, table, metadata) : create;
        }
        return statements;
    }

    private static void refuseNumberedPart(Table table) {
        PrimaryKey key = table.getPrimaryKey();
        if (key != null && key.getColumnSpan() > 1 && key.getColumns().stream().anyMatch(Column::isIdentity)) {
            throw new MappingException("the table " + table.getName() + " has an identity column in a primary key of "
                    + key.getColumnSpan()
                    + " columns: SQLite numbers a row only where the number is the whole key. Use a"
                    + " sequence or table generator, or make the number the only @Id");
        }
    }

    private String withAutoIncrement(String create, Table table) {
        PrimaryKey key = table.getPrimaryKey();
        if (key == null || key.getColumnSpan() != 1 || !key.getColumn(0).isIdentity()) {
            return create;
        }
        String column = key.getColumn(0).getQuotedName(dialect) + " " + IdentityColumns.TYPE;
        return create.replace(", " + primaryKeyString(key), "").replace(column, column + " primary key autoincrement");
    }

    private boolean isStrict(Table table) {
        return settings.get().strict() || optionsOf(table).contains("strict");
    }

    /** Options of tables are separated by commas. */
    private String strict(String create, Table table, Metadata metadata) {
        String options = optionsOf(table);
        String option = options.isBlank() ? " strict" : options.contains("strict") ? "" : ", strict";
        return StrictTypes.in(create, table, metadata, dialect) + option;
    }

    private static String optionsOf(Table table) {
        String options = table.getOptions();
        return options == null ? "" : options.toLowerCase(Locale.ROOT);
    }

    /** Foreign keys come where checks do: last in the parentheses. */
    @Override
    protected void applyTableCheck(Table table, StringBuilder create) {
        super.applyTableCheck(table, create);
        for (ForeignKey key : ForeignKeyClause.of(table)) {
            create.append(", ").append(ForeignKeyClause.ofTable(key, dialect));
        }
    }

    @Override
    public String[] getSqlDropStrings(Table table, Metadata metadata, SqlStringGenerationContext context) {
        if (table.getViewQuery() != null) {
            return super.getSqlDropStrings(table, metadata, context);
        }
        Emptying emptying = new Emptying(dialect);
        List<String> statements = new ArrayList<>();
        for (Set<Table> group : new ReferenceOrder(metadata.collectTableMappings()).before(table)) {
            if (group.size() > 1) {
                group.forEach(member -> statements.add(
                        "create table if not exists " + ForeignKeyClause.nameOf(member, dialect) + " (to_be_dropped)"));
                statements.addAll(emptying.of(group));
            }
            group.forEach(member -> statements.add(super.getSqlDropStrings(member, metadata, context)[0]));
        }
        return statements.toArray(String[]::new);
    }
}
