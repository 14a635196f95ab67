package io.signalbox.identity;

import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.SharedCacheMode;

/**
 * The persistence unit of users, roles and users_roles alone, for an application that has no unit of its own. One that
 * has adds a line to it: {@code <mapping-file>META-INF/signalbox-identity-orm.xml</mapping-file>}.
 */
public final class IdentityUnit {

    /** The name of the unit. */
    public static final String NAME = "signalbox-identity";

    private IdentityUnit() {}

    /**
     * The unit on the database of that URL; properties may be added. Of its entities only {@link Role} may be cached, where
     * a cache is configured.
     */
    public static PersistenceConfiguration on(String url) {
        return new PersistenceConfiguration(NAME)
                .managedClass(User.class)
                .managedClass(Role.class)
                .managedClass(UserRole.class)
                .sharedCacheMode(SharedCacheMode.ENABLE_SELECTIVE)
                .property(PersistenceConfiguration.JDBC_URL, url);
    }
}
