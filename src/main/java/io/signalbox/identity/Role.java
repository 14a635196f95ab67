package io.signalbox.identity;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role, the entity to refer to and to query; {@link RoleService} creates and grants roles. The only entity here that may
 * be cached beyond its transaction: users and grants must be read as they are. Belongs to its EntityManager's thread.
 */
@Entity
@Cacheable
@Table(name = "roles")
public class Role {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "name", nullable = false, length = 64)
    private String name;

    @Column(name = "name_normalized", nullable = false, length = 64)
    private String nameNormalized;

    @Column(name = "description", length = 500)
    private @Nullable String description;

    @Column(name = "is_default", nullable = false)
    @Convert(converter = ZeroOneConverter.class)
    private boolean isDefault;

    @Column(name = "built_in", nullable = false)
    @Convert(converter = ZeroOneConverter.class)
    private boolean builtIn;

    @Column(name = "created_at", nullable = false, updatable = false)
    @Convert(converter = EpochMillisConverter.class)
    private Instant createdAt;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    /** For the JPA provider. */
    @SuppressWarnings("NullAway.Init")
    protected Role() {}

    /** The id. */
    public @Nullable Long getId() {
        return id;
    }

    /** The name as it was given. */
    public String getName() {
        return name;
    }

    /** The name as it is compared: in lower case. */
    public String getNameNormalized() {
        return nameNormalized;
    }

    /** What the role is for, if someone wrote it down. */
    public @Nullable String getDescription() {
        return description;
    }

    /** True if every new user gets the role. */
    public boolean isDefault() {
        return isDefault;
    }

    /** True if the application relies on the role, so that it must not be deleted. */
    public boolean isBuiltIn() {
        return builtIn;
    }

    /** When the role was created. */
    public Instant getCreatedAt() {
        return createdAt;
    }

    /** The version for optimistic locking. */
    public long getVersion() {
        return version;
    }

    /** Equal by id, proxies included; an entity without an id equals only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Long own = getId();
        return own != null && other instanceof Role that && own.equals(that.getId());
    }

    /** The same for all roles, because the id comes late. */
    @Override
    public int hashCode() {
        return Role.class.hashCode();
    }

    @Override
    public String toString() {
        return "Role[id=" + getId() + "]";
    }
}
