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

    private static final String COUNT_FAILURE = """
            update users set
                failed_login_count = failed_login_count + 1,
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

    static void countFailure(EntityManager em, long id, Instant now, LockoutPolicy policy) {
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
