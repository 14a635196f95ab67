package io.signalbox.hibernate;

import java.util.Arrays;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.values.GeneratedValues;
import org.hibernate.metamodel.mapping.EntityVersionMapping;
import org.hibernate.metamodel.mapping.SingularAttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.UpdateCoordinatorStandard;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of an UPDATE the columns of attributes whose values are, at that moment, those that were loaded. Unlike {@link
 * org.hibernate.annotations.DynamicUpdate} it does not go by what the flush found to be dirty: listeners, interceptors and callbacks change
 * values after that, and all columns would have brought them along. Where the loaded values are not known, all are written.
 */
final class DynamicUpdateCoordinator extends UpdateCoordinatorStandard {

    private final boolean[] droppable;

    DynamicUpdateCoordinator(EntityPersister persister) {
        super(persister, persister.getFactory());
        this.droppable = droppable(persister);
    }

    /** Which attributes may be left out, by their positions. */
    private static boolean[] droppable(EntityPersister persister) {
        boolean[] droppable = new boolean[persister.getAttributeMappings().size()];
        boolean[] any = {
            !persister.hasUpdateGeneratedProperties()
                    && !persister.optimisticLockStyle().isAllOrDirty()
        };
        persister.forEachMutableTable(table -> {
            any[0] &= table.getUpdateDetails().getCustomSql() == null; // it has a parameter for each column
            for (int position : table.getAttributeIndexes()) {
                // a row that is not there is inserted, with what the UPDATE names
                droppable[position] = !table.isOptional() && isPlain(persister, position);
            }
        });
        return any[0] ? droppable : new boolean[droppable.length];
    }

    private static boolean isPlain(EntityPersister persister, int position) {
        return persister.getAttributeMappings().get(position) instanceof SingularAttributeMapping attribute
                && !(persister.getVersionMapping() != null
                        && persister.getVersionMapping().getVersionAttribute() == attribute);
    }

    @Override
    protected @Nullable GeneratedValues performUpdate(
            Object entity,
            Object id,
            Object rowId,
            Object[] values,
            Object oldVersion,
            Object @Nullable [] loaded,
            boolean hasDirtyCollection,
            SharedSessionContractImplementor session,
            EntityVersionMapping version,
            int @Nullable [] dirty,
            boolean[] updateable,
            boolean dynamic,
            boolean temporalExcluded) {
        boolean[] named = updateable;
        if (loaded != null && dirty != null && !dynamic && !temporalExcluded) {
            named = changed(values, loaded, dirty, updateable, session);
        }
        return super.performUpdate(
                entity,
                id,
                rowId,
                values,
                oldVersion,
                loaded,
                hasDirtyCollection,
                session,
                version,
                dirty,
                named,
                dynamic || !Arrays.equals(named, updateable),
                temporalExcluded);
    }

    private boolean[] changed(
            Object[] values,
            Object[] loaded,
            int[] dirty,
            boolean[] updateable,
            SharedSessionContractImplementor session) {
        boolean[] named = updateable.clone();
        Type[] types = entityPersister().getPropertyTypes();
        for (int i = 0; i < named.length; i++) {
            named[i] &= !droppable[i] || types[i].isDirty(loaded[i], values[i], session);
        }
        for (int found : dirty) {
            named[found] = updateable[found];
        }
        return named;
    }
}
