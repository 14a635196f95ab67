package io.signalbox.hibernate;

import java.util.stream.IntStream;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.metamodel.mapping.SingularAttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.UpdateCoordinator;
import org.hibernate.persister.state.internal.AbstractStateManagement;
import org.hibernate.persister.state.spi.StateManagement;

/** Hibernate's standard, but for what {@link DynamicUpdates} promises. Safe for use by any number of threads. */
public final class DynamicUpdateStateManagement extends AbstractStateManagement {

    /** The one there is, by the name under which Hibernate looks for it. */
    public static final StateManagement INSTANCE = new DynamicUpdateStateManagement();

    private DynamicUpdateStateManagement() {}

    @Override
    public UpdateCoordinator createUpdateCoordinator(EntityPersister persister) {
        AttributeMappingsList attributes = persister.getAttributeMappings();
        boolean hasColumns = IntStream.range(0, attributes.size())
                .mapToObj(attributes::get)
                .anyMatch(SingularAttributeMapping.class::isInstance);
        return hasColumns ? new DynamicUpdateCoordinator(persister) : super.createUpdateCoordinator(persister);
    }
}
