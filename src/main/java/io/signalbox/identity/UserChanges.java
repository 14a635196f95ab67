package io.signalbox.identity;

import io.signalbox.identity.IdentityEvents.Action;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What changes a user, with its event; each method runs in a transaction that holds the writer. */
final class UserChanges {

    private static final String UPDATE = "update users set updated_at = :now, version = version + 1, ";
    private static final String OF_ID = " where id = :id and erased_at is null";

    private static final String RENAME = UPDATE + """
            username = :username, username_normalized = :normalized, display_name = :displayName
            where id = :id and erased_at is null and version = :version and not exists (
                select 1 from users other where other.username_normalized = :normalized and other.id <> :id)
            """;
    private static final String CHANGE_EMAIL = UPDATE + """
            email_address = :email, email_normalized = :normalized, email_confirmed_at = null, security_stamp = :stamp
            where id = :id and erased_at is null and version = :version and not exists (
                select 1 from users other where other.email_normalized = :normalized and other.id <> :id)
            """;
    private static final String CONFIRM_EMAIL =
            UPDATE + "email_confirmed_at = :now" + OF_ID + " and email_confirmed_at is null";
    private static final String SET_PASSWORD = UPDATE + """
            password_hash = :hash, password_changed_at = :now, must_change_password = :mustChange,
            security_stamp = :stamp, failed_login_count = 0, locked_until = null
            """ + OF_ID;
    private static final String DISABLE = UPDATE + "enabled = 0, security_stamp = :stamp" + OF_ID + " and enabled = 1";
    private static final String ENABLE = UPDATE + "enabled = 1" + OF_ID + " and enabled = 0";
    private static final String UNLOCK = UPDATE + "failed_login_count = 0, locked_until = null" + OF_ID
            + " and (failed_login_count > 0 or locked_until is not null)";
    private static final String ERASE = UPDATE + """
            erased_at = :now, email_address = :nobody, email_normalized = :nobody, username = null,
            username_normalized = null, display_name = null, password_hash = null, password_changed_at = null,
            email_confirmed_at = null, last_login_at = null, failed_login_count = 0, locked_until = null, enabled = 0,
            security_stamp = :stamp
            """ + OF_ID;

    private static final String VERSION = "select version from users where id = :id and erased_at is null";

    private final Clock clock;
    private final SecurityStamps stamps;
    private final IdentityEvents events;
    private final LastAdministrator administrators;

    UserChanges(Clock clock, SecurityStamps stamps, IdentityEvents events, LastAdministrator administrators) {
        this.clock = clock;
        this.stamps = stamps;
        this.events = events;
        this.administrators = administrators;
    }

    /** What speaks against it; empty if it was done. */
    Optional<IdentityException> rename(EntityManager em, long id, long version, UserNames names, @Nullable Long by) {
        Username username = names.username();
        Query query = query(em, RENAME, id)
                .setParameter("username", username == null ? null : username.name())
                .setParameter("normalized", username == null ? null : username.normalized())
                .setParameter("displayName", names.displayName())
                .setParameter("version", version);
        if (done(em, query, Action.RENAMED, id, by)) {
            return Optional.empty();
        }
        return Optional.of(refusal(em, id, version)
                .orElseGet(() -> new DuplicateUsernameException(Objects.requireNonNull(username))));
    }

    /** What speaks against it; empty if it was done. */
    Optional<IdentityException> changeEmail(
            EntityManager em, long id, long version, EmailAddress email, @Nullable Long by) {
        Query query = query(em, CHANGE_EMAIL, id)
                .setParameter("email", email.address())
                .setParameter("normalized", email.normalized())
                .setParameter("stamp", stamps.next())
                .setParameter("version", version);
        if (done(em, query, Action.EMAIL_CHANGED, id, by)) {
            return Optional.empty();
        }
        return Optional.of(refusal(em, id, version).orElseGet(() -> new DuplicateEmailException(email)));
    }

    private static Optional<IdentityException> refusal(EntityManager em, long id, long version) {
        Optional<Long> actual = SqlResults.id(of(em, VERSION, id));
        if (actual.isEmpty()) {
            return Optional.of(new UnknownUserException(id));
        }
        return actual.filter(other -> other != version).map(other -> new StaleUserException(id, version, other));
    }

    boolean confirmEmail(EntityManager em, long id) {
        return done(em, query(em, CONFIRM_EMAIL, id), Action.EMAIL_CONFIRMED, id, id) || unchanged(em, id);
    }

    void setPassword(EntityManager em, long id, HashedPassword password, boolean mustChange, @Nullable Long by) {
        Query query = query(em, SET_PASSWORD, id)
                .setParameter("hash", password.hash())
                .setParameter("mustChange", mustChange ? 1 : 0)
                .setParameter("stamp", stamps.next());
        if (!done(em, query, Action.PASSWORD_SET, id, by)) {
            throw new UnknownUserException(id);
        }
    }

    /** True if the old hash was still there. */
    boolean changePassword(EntityManager em, long id, @Nullable String oldHash, HashedPassword password) {
        Query query = query(em, SET_PASSWORD + " and password_hash = :old", id)
                .setParameter("hash", password.hash())
                .setParameter("mustChange", 0)
                .setParameter("stamp", stamps.next())
                .setParameter("old", oldHash);
        return done(em, query, Action.PASSWORD_CHANGED, id, id);
    }

    boolean disable(EntityManager em, long id, @Nullable Long by) {
        administrators.requireAnotherThan(em, id);
        Query query = query(em, DISABLE, id).setParameter("stamp", stamps.next());
        return done(em, query, Action.DISABLED, id, by) || unchanged(em, id);
    }

    boolean enable(EntityManager em, long id, @Nullable Long by) {
        return done(em, query(em, ENABLE, id), Action.ENABLED, id, by) || unchanged(em, id);
    }

    boolean unlock(EntityManager em, long id, @Nullable Long by) {
        return done(em, query(em, UNLOCK, id), Action.UNLOCKED, id, by) || unchanged(em, id);
    }

    boolean erase(EntityManager em, long id, @Nullable Long by) {
        administrators.requireAnotherThan(em, id);
        String stamp = stamps.next();
        Query query = query(em, ERASE, id)
                .setParameter("nobody", "erased-" + id + "-" + stamps.next() + "@erased.invalid")
                .setParameter("stamp", stamp);
        if (!done(em, query, Action.ERASED, id, by)) {
            return unchanged(em, id);
        }
        of(em, "delete from user_tokens where user_id = :id", id).executeUpdate();
        of(em, "delete from users_roles where user_id = :id", id).executeUpdate();
        return true;
    }

    boolean delete(EntityManager em, long id, @Nullable Long by) {
        administrators.requireAnotherThan(em, id);
        return done(em, of(em, "delete from users where id = :id", id), Action.DELETED, id, by);
    }

    private boolean done(EntityManager em, Query query, Action action, long id, @Nullable Long by) {
        boolean changed = query.executeUpdate() == 1;
        if (changed) {
            events.append(em, action, by, id, null);
        }
        return changed;
    }

    private static boolean unchanged(EntityManager em, long id) {
        UserQueries.require(em, id);
        return false;
    }

    private Query query(EntityManager em, String sql, long id) {
        return of(em, sql, id).setParameter("now", clock.millis());
    }

    private static Query of(EntityManager em, String sql, long id) {
        return em.createNativeQuery(sql).setParameter("id", id);
    }
}
