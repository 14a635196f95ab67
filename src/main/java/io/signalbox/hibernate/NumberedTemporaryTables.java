package io.signalbox.hibernate;

import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.temptable.StandardTemporaryTableExporter;
import org.hibernate.dialect.temptable.TemporaryTable;

/**
 * Has SQLite number the rows of a table that Hibernate keeps rows in between the tables of an entity with an id by IDENTITY: it does
 * where the number alone is the primary key (<a href="https://www.sqlite.org/lang_createtable.html#rowid">ROWIDs and the INTEGER PRIMARY
 * KEY</a>), and Hibernate adds the session to it.
 */
final class NumberedTemporaryTables extends StandardTemporaryTableExporter {

    private static final String KEY = "primary key (" + TemporaryTable.ENTITY_TABLE_IDENTITY_COLUMN;

    NumberedTemporaryTables(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String getSqlCreateCommand(TemporaryTable table) {
        String create = super.getSqlCreateCommand(table);
        int key = create.indexOf(KEY);
        return key < 0 ? create : create.substring(0, key) + KEY + "))";
    }
}
