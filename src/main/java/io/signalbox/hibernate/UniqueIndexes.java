package io.signalbox.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.unique.AlterTableUniqueDelegate;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.UniqueKey;

/**
 * Unique constraints as unique indexes: SQLite cannot add a constraint to a table that exists, and an index that has the
 * constraint's name is found again by an update of the schema.
 */
final class UniqueIndexes extends AlterTableUniqueDelegate {

    UniqueIndexes(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String getColumnDefinitionUniquenessFragment(Column column, SqlStringGenerationContext context) {
        return "";
    }

    @Override
    public String getAlterTableToAddUniqueKeyCommand(
            UniqueKey uniqueKey, Metadata metadata, SqlStringGenerationContext context) {
        return "create unique index if not exists " + dialect.quote(uniqueKey.getName()) + " on "
                + ForeignKeyClause.nameOf(uniqueKey.getTable(), dialect) + " "
                + uniqueConstraintSql(uniqueKey).substring("unique ".length());
    }

    /** Nothing: the index is left as it is, where Hibernate would drop it at each update to create it anew. */
    @Override
    public String getAlterTableToDropUniqueKeyCommand(
            UniqueKey uniqueKey, Metadata metadata, SqlStringGenerationContext context) {
        return "";
    }
}
