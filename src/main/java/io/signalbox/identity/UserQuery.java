package io.signalbox.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * Which users to look for, a page at a time in the order of their ids; immutable. A page is read after an id, so that it
 * costs the same wherever it is, and users who come and go move none to another page.
 *
 * @param afterId the id to read on after; 0 for the first page
 * @param limit how many at most: 1 to 500
 * @param prefix what the e-mail address or the username begins with, without regard to case; all characters mean
 *     themselves
 * @param enabled only those who are, or are not
 * @param role only those who have it
 */
public record UserQuery(
        long afterId, int limit, Optional<String> prefix, Optional<Boolean> enabled, Optional<RoleName> role) {

    private static final int MAX_LIMIT = 500;
    private static final UserQuery ALL =
            new UserQuery(0, MAX_LIMIT, Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Checks the values, and normalizes the prefix.
     *
     * @throws IllegalArgumentException if {@code afterId} is negative or {@code limit} is out of its bounds
     * @throws InvalidValueException if no e-mail address and no username begins with the prefix
     */
    public UserQuery {
        if (afterId < 0) {
            throw new IllegalArgumentException("afterId must be at least 0, but is " + afterId);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ", but is " + limit);
        }
        prefix = prefix.map(typed ->
                TextRules.canonical("prefix", typed, EmailAddress.MAX_LENGTH).toLowerCase(Locale.ROOT));
    }

    /** All users, 500 at a time. */
    public static UserQuery all() {
        return ALL;
    }

    /** The same query, read on after that id. */
    public UserQuery after(long id) {
        return new UserQuery(id, limit, prefix, enabled, role);
    }

    /** The same query with so many users a page. */
    public UserQuery withLimit(int value) {
        return new UserQuery(afterId, value, prefix, enabled, role);
    }

    /** The same query for those whose e-mail address or username begins so. */
    public UserQuery withPrefix(String value) {
        return new UserQuery(afterId, limit, Optional.of(value), enabled, role);
    }

    /** The same query for those who are enabled, or are not. */
    public UserQuery withEnabled(boolean value) {
        return new UserQuery(afterId, limit, prefix, Optional.of(value), role);
    }

    /** The same query for those who have that role. */
    public UserQuery withRole(RoleName value) {
        return new UserQuery(afterId, limit, prefix, enabled, Optional.of(value));
    }
}
