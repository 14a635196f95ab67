package io.signalbox.identity;

import java.time.Duration;

/**
 * The rule when a user is locked out: after so many wrong passwords in succession, for so long. A wrong password given
 * while locked out counts but prolongs nothing; after that, each wrong one locks out again until the right one is
 * given.
 *
 * @param maxFailures the wrong passwords that lock a user out; at least 1
 * @param lockFor how long; at least one millisecond
 */
public record LockoutPolicy(int maxFailures, Duration lockFor) {

    /** Five wrong passwords, five minutes. */
    public static final LockoutPolicy DEFAULT = new LockoutPolicy(5, Duration.ofMinutes(5));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is too small
     */
    public LockoutPolicy {
        if (maxFailures < 1) {
            throw new IllegalArgumentException("maxFailures must be at least 1, but is " + maxFailures);
        }
        if (lockFor.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("lockFor must be at least 1 ms, but is " + lockFor);
        }
    }
}
