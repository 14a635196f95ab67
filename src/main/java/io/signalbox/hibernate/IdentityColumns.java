package io.signalbox.hibernate;

import org.hibernate.dialect.identity.IdentityColumnSupportImpl;
import org.hibernate.generator.EventType;
import org.hibernate.generator.values.internal.GeneratedValuesHelper;
import org.hibernate.id.insert.GetGeneratedKeysDelegate;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Identity columns: an alias of the rowid (<a href="https://www.sqlite.org/lang_createtable.html#rowid">ROWIDs and the
 * INTEGER PRIMARY KEY</a>), whose values an INSERT ... RETURNING tells.
 */
final class IdentityColumns extends IdentityColumnSupportImpl {

    /**
     * In capitals: Hibernate leaves a column's type out where the statement so far, in lower case, has the same word in it
     * somewhere, for another column for instance.
     */
    static final String TYPE = "INTEGER";

    @Override
    public boolean supportsIdentityColumns() {
        return true;
    }

    @Override
    public boolean hasDataTypeInIdentityColumn() {
        return false;
    }

    @Override
    public String getIdentityColumnString(int type) {
        return TYPE;
    }

    @Override
    public String getIdentitySelectString(String table, String column, int type) {
        return "select last_insert_rowid()";
    }

    /** A statement of one's own has no RETURNING. */
    @Override
    public GetGeneratedKeysDelegate buildGetGeneratedKeysDelegate(EntityPersister persister) {
        return GeneratedValuesHelper.noCustomSql(persister, EventType.INSERT)
                ? new InsertReturningIdDelegate(persister)
                : super.buildGetGeneratedKeysDelegate(persister);
    }
}
