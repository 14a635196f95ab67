package io.signalbox.identity;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What logins write, each in one atomic statement that leaves the user's version alone: logins are frequent and must
 * neither fail nor be failed by someone who edits the user.
 */
final class LoginRecords {

    /** {@code last_login_at} may be late by that much, because each write queues for the one writer. */
    private static final Duration LAST_LOGIN_PRECISION = Duration.ofMinutes(5);

    /** The id of nobody: what is written for a user who does not exist costs what it costs for one who does. */
    static final long NOBODY = -1;

    /** Before the failure is counted; the condition is the one that locks out. */
    private static final String APPEND_EVENT = """
            insert into identity_events (at, subject_user_id, action)
            select :now, u.id, case when :unreadable = 1 then 'HASH_UNREADABLE' else 'LOCKED_OUT' end
            from users u
            where u.id = :id and case
                when :unreadable = 1 then not exists (
                    select 1 from identity_events e where e.subject_user_id = u.id and e.action = 'HASH_UNREADABLE')
                else u.failed_login_count + 1 >= :max and (u.locked_until is null or u.locked_until <= :now) end
            """;

    /** The count stops where nobody counts any more. */
    private static final String COUNT_FAILURE = """
            update users set
                failed_login_count = case
                    when failed_login_count < 1000000 then failed_login_count + 1 else failed_login_count end,
                locked_until = case
                    when failed_login_count + 1 >= :max and (locked_until is null or locked_until <= :now) then :until
                    else locked_until end
            where id = :id
            """;

    private static final String SUCCESS = """
            update users set
                failed_login_count = 0,
                locked_until = null,
                last_login_at = case
                    when last_login_at is null or last_login_at <= :stale then :now
                    else last_login_at end
            where id = :id and (locked_until is null or locked_until <= :now)
            """;

    private static final String REHASH =
            "update users set password_hash = :new where id = :id and password_hash = :old";

    private LoginRecords() {}

    /** Two statements, whoever it is about; {@code unreadable} says that the stored hash could not be read. */
    static void countFailure(EntityManager em, long id, Instant now, LockoutPolicy policy, boolean unreadable) {
        em.createNativeQuery(APPEND_EVENT)
                .setParameter("unreadable", unreadable ? 1 : 0)
                .setParameter("max", policy.maxFailures())
                .setParameter("now", now.toEpochMilli())
                .setParameter("id", id)
                .executeUpdate();
        em.createNativeQuery(COUNT_FAILURE)
                .setParameter("max", policy.maxFailures())
                .setParameter("now", now.toEpochMilli())
                .setParameter("until", now.plus(policy.lockFor()).toEpochMilli())
                .setParameter("id", id)
                .executeUpdate();
    }

    /** True if a success of that account leaves something to write. */
    static boolean isSuccessWorthWriting(LoginAccount account, Instant now) {
        Instant last = account.lastLoginAt();
        return account.failedLoginCount() > 0 || last == null || !last.isAfter(stale(now));
    }

    static void success(EntityManager em, long id, Instant now) {
        em.createNativeQuery(SUCCESS)
                .setParameter("stale", stale(now).toEpochMilli())
                .setParameter("now", now.toEpochMilli())
                .setParameter("id", id)
                .executeUpdate();
    }

    /** True if the new hash took the place of the old one, which was still there. */
    static boolean rehash(EntityManager em, long id, @Nullable String oldHash, String newHash) {
        int rows = em.createNativeQuery(REHASH)
                .setParameter("id", id)
                .setParameter("old", oldHash)
                .setParameter("new", newHash)
                .executeUpdate();
        return rows == 1;
    }

    private static Instant stale(Instant now) {
        return now.minus(LAST_LOGIN_PRECISION);
    }
}
