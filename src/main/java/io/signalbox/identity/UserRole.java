package io.signalbox.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant: that a user has a role, since when, and by whom. {@link RoleService} grants and revokes. Belongs to its
 * EntityManager's thread.
 */
@Entity
@Table(name = "users_roles")
public class UserRole {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "user_id", nullable = false, updatable = false)
    private User user;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "role_id", nullable = false, updatable = false)
    private Role role;

    @Column(name = "granted_at", nullable = false, updatable = false)
    @Convert(converter = EpochMillisConverter.class)
    private Instant grantedAt;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "granted_by")
    private @Nullable User grantedBy;

    /** For the JPA provider. */
    @SuppressWarnings("NullAway.Init")
    protected UserRole() {}

    /** The id. */
    public @Nullable Long getId() {
        return id;
    }

    /** The user who has the role; lazy. */
    public User getUser() {
        return user;
    }

    /** The role; lazy. */
    public Role getRole() {
        return role;
    }

    /** When the role was granted. */
    public Instant getGrantedAt() {
        return grantedAt;
    }

    /** Who granted the role; lazy; null if no user did, or if that user is gone. */
    public @Nullable User getGrantedBy() {
        return grantedBy;
    }

    /** Equal by id, proxies included; an entity without an id equals only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Long own = getId();
        return own != null && other instanceof UserRole that && own.equals(that.getId());
    }

    /** The same for all grants, because the id comes late. */
    @Override
    public int hashCode() {
        return UserRole.class.hashCode();
    }

    @Override
    public String toString() {
        return "UserRole[id=" + getId() + "]";
    }
}
