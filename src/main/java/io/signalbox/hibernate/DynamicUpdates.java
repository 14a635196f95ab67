package io.signalbox.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.RootClass;

/**
 * Has the updates of entities name only the columns whose values have changed, in the units of our dialect. SQLite does not compare: of
 * each column that an UPDATE names it writes the entries in the indexes anew, and looks for the row that a foreign key refers to. Found by
 * {@link java.util.ServiceLoader}.
 */
public final class DynamicUpdates implements Integrator {

    /** Called by Hibernate. */
    public DynamicUpdates() {}

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        if (factory.getJdbcServices().getDialect() instanceof SqliteDialect dialect
                && dialect.settings().dynamicUpdate()) {
            metadata.getEntityBindings().stream()
                    .filter(RootClass.class::isInstance)
                    .map(RootClass.class::cast)
                    .filter(root -> root.getStateManagementType() == null) // neither soft deletion nor a history
                    .forEach(root -> root.setStateManagementType(DynamicUpdateStateManagement.class));
        }
    }
}
