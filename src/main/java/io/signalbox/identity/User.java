package io.signalbox.identity;

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
 * A user, the entity to refer to and to query. {@link UserService} creates users and {@link Authenticator} checks
 * their passwords; the password hash and the security stamp cannot be read here. Belongs to its EntityManager's thread.
 *
 * <p>What logins write is not updatable here: a stale entity must not undo a lockout.
 */
@Entity
@Table(name = "users")
@SuppressWarnings("unused") // some columns are mapped for queries only
public class User {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "email_address", nullable = false, length = 254)
    private String emailAddress;

    @Column(name = "email_normalized", nullable = false, length = 254)
    private String emailNormalized;

    @Column(name = "username", length = 64)
    private @Nullable String username;

    @Column(name = "username_normalized", length = 64)
    private @Nullable String usernameNormalized;

    @Column(name = "display_name", length = 200)
    private @Nullable String displayName;

    @Column(name = "password_hash", length = 512, updatable = false)
    private @Nullable String passwordHash;

    @Column(name = "password_changed_at", updatable = false)
    @Convert(converter = EpochMillisConverter.class)
    private @Nullable Instant passwordChangedAt;

    @Column(name = "must_change_password", nullable = false)
    @Convert(converter = ZeroOneConverter.class)
    private boolean mustChangePassword;

    @Column(name = "security_stamp", nullable = false, length = 64, updatable = false)
    private String securityStamp;

    @Column(name = "enabled", nullable = false)
    @Convert(converter = ZeroOneConverter.class)
    private boolean enabled;

    @Column(name = "email_confirmed_at")
    @Convert(converter = EpochMillisConverter.class)
    private @Nullable Instant emailConfirmedAt;

    @Column(name = "last_login_at", updatable = false)
    @Convert(converter = EpochMillisConverter.class)
    private @Nullable Instant lastLoginAt;

    @Column(name = "failed_login_count", nullable = false, updatable = false)
    private int failedLoginCount;

    @Column(name = "locked_until", updatable = false)
    @Convert(converter = EpochMillisConverter.class)
    private @Nullable Instant lockedUntil;

    @Column(name = "created_at", nullable = false, updatable = false)
    @Convert(converter = EpochMillisConverter.class)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    @Convert(converter = EpochMillisConverter.class)
    private Instant updatedAt;

    @Column(name = "erased_at")
    @Convert(converter = EpochMillisConverter.class)
    private @Nullable Instant erasedAt;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    /** For the JPA provider. */
    @SuppressWarnings("NullAway.Init")
    protected User() {}

    /** The id; never given to another user. */
    public @Nullable Long getId() {
        return id;
    }

    /** The e-mail address as it was typed. */
    public String getEmailAddress() {
        return emailAddress;
    }

    /** The e-mail address as it is compared. */
    public String getEmailNormalized() {
        return emailNormalized;
    }

    /** The username as it was typed, if there is one. */
    public @Nullable String getUsername() {
        return username;
    }

    /** The name to show, if there is one; any text. */
    public @Nullable String getDisplayName() {
        return displayName;
    }

    /** True if the user has to choose another password at the next login. */
    public boolean isMustChangePassword() {
        return mustChangePassword;
    }

    /** False if the user may not log in. */
    public boolean isEnabled() {
        return enabled;
    }

    /** When the e-mail address was confirmed, if it was. */
    public @Nullable Instant getEmailConfirmedAt() {
        return emailConfirmedAt;
    }

    /** When the user logged in last, five minutes late at most; null if never. */
    public @Nullable Instant getLastLoginAt() {
        return lastLoginAt;
    }

    /** Until when the user is locked out, or was. */
    public @Nullable Instant getLockedUntil() {
        return lockedUntil;
    }

    /** When the user registered. */
    public Instant getCreatedAt() {
        return createdAt;
    }

    /** When the user was last edited; a login is no edit. */
    public Instant getUpdatedAt() {
        return updatedAt;
    }

    /** When the personal data were erased, if they were. */
    public @Nullable Instant getErasedAt() {
        return erasedAt;
    }

    /** The version for optimistic locking; a login does not change it. */
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
        return own != null && other instanceof User that && own.equals(that.getId());
    }

    /** The same for all users, because the id comes late. */
    @Override
    public int hashCode() {
        return User.class.hashCode();
    }

    @Override
    public String toString() {
        return "User[id=" + getId() + "]";
    }
}
