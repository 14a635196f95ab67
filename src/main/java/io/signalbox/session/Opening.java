package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import jakarta.persistence.EntityManager;
import java.util.function.Consumer;

/**
 * Opens EntityManagers, and does with each what is to be done with all.
 *
 * <p>Safe for use by any number of threads.
 */
final class Opening {

    private final EntityManagers entityManagers;
    private volatile Consumer<? super EntityManager> configuration = entityManager -> {};

    Opening(EntityManagers entityManagers) {
        this.entityManagers = entityManagers;
    }

    void configure(Consumer<? super EntityManager> with) {
        configuration = with;
    }

    EntityManager forWriting() {
        return configured(entityManagers.openForWriting());
    }

    EntityManager forReading() {
        return configured(entityManagers.openForReading());
    }

    /** One that was opened elsewhere; closed again if it cannot be configured. */
    EntityManager configured(EntityManager opened) {
        return with(configuration, opened);
    }

    /** Does the one thing more with an EntityManager, or closes it. */
    static EntityManager with(Consumer<? super EntityManager> more, EntityManager opened) {
        try {
            more.accept(opened);
            return opened;
        } catch (Throwable t) {
            opened.close();
            throw t;
        }
    }

    boolean isOf(EntityManager entityManager) {
        return entityManagers.areOf(entityManager);
    }
}
