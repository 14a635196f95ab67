package io.signalbox.hibernate;

import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;

/**
 * Has Hibernate write only the columns of an entity that have changed, as {@link org.hibernate.annotations.DynamicUpdate} does, in
 * the units of our dialect. SQLite does not compare: of each column that an UPDATE names it writes the entries in the indexes anew,
 * and looks for the row that a foreign key refers to. Found by {@link java.util.ServiceLoader}.
 */
public final class DynamicUpdates implements Integrator {

    /** Called by Hibernate. */
    public DynamicUpdates() {}

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        if (factory.getJdbcServices().getDialect() instanceof SqliteDialect dialect
                && dialect.settings().dynamicUpdate()) {
            boolean cached = factory.getSessionFactoryOptions().isSecondLevelCacheEnabled();
            metadata.getEntityBindings().stream()
                    .filter(entity -> !hasSqlOfItsOwn(entity) && !(cached && wouldLeaveTheCache(entity)))
                    .forEach(entity -> entity.setDynamicUpdate(true));
        }
    }

    /** That has a parameter for each column. */
    private static boolean hasSqlOfItsOwn(PersistentClass entity) {
        return Stream.iterate(entity, one -> one != null, PersistentClass::getSuperclass)
                .anyMatch(one -> one.getCustomSQLUpdate() != null
                        || one.getJoins().stream().map(Join::getCustomSQLUpdate).anyMatch(sql -> sql != null));
    }

    /** Hibernate drops an entity without a version from the second-level cache when not all of it was written. */
    private static boolean wouldLeaveTheCache(PersistentClass entity) {
        return entity.isCached() && !entity.isVersioned();
    }
}
